package dev.layerseal.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads times such as {@code 90s}, {@code 1h30m} or {@code 30d}. */
final class DurationConverter implements ITypeConverter<Duration> {

  private static final Pattern PART = Pattern.compile("([0-9]{1,6})(ms|s|m|h|d)");

  @Override
  public Duration convert(String text) {
    if (!text.matches("(?:[0-9]{1,6}(?:ms|s|m|h|d))+")) {
      throw new TypeConversionException("'" + text + "' is no time such as 30s, 2m or 1h30m");
    }
    Duration sum = Duration.ZERO;
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      sum = sum.plus(unit(parts.group(2)).multipliedBy(Long.parseLong(parts.group(1))));
    }
    if (sum.isZero()) {
      throw new TypeConversionException("'" + text + "' is no time at all");
    }
    return sum;
  }

  private static Duration unit(String name) {
    return switch (name) {
      case "ms" -> Duration.ofMillis(1);
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      default -> Duration.ofDays(1);
    };
  }
}
