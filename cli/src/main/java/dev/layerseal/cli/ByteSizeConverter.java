package dev.layerseal.cli;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads sizes such as {@code 4096}, {@code 256MiB} and {@code 64GiB}. */
final class ByteSizeConverter implements ITypeConverter<Long> {

  private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})(KiB|MiB|GiB|TiB)?");
  private static final Map<String, Integer> SHIFTS =
      Map.of("KiB", 10, "MiB", 20, "GiB", 30, "TiB", 40);

  @Override
  public Long convert(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (matcher.matches()) {
      String unit = matcher.group(2);
      int shift = unit == null ? 0 : SHIFTS.getOrDefault(unit, 0);
      long number = Long.parseLong(matcher.group(1));
      if (number > 0 && number <= Long.MAX_VALUE >>> shift) {
        return number << shift;
      }
    }
    throw new TypeConversionException(
        "'" + text + "' is no size, expected a number of bytes, KiB, MiB, GiB or TiB");
  }
}
