package dev.layerseal.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Arguments read as getopt_long reads them: options anywhere, shortened as long as they stay clear,
 * values behind {@code =} or as the next argument, {@code --} ends them.
 */
final class LongOptions {

  /** An option that is not known, not clear, or lacks a value. */
  static final class UnknownOption extends Exception {
    UnknownOption(String message) {
      super(message);
    }
  }

  private final Map<String, List<String>> values = new LinkedHashMap<>();
  private final List<String> operands = new ArrayList<>();

  /**
   * @param known names without dashes; those that end in {@code =} take a value
   */
  static LongOptions parse(List<String> known, String... arguments) throws UnknownOption {
    LongOptions parsed = new LongOptions();
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (argument.equals("--")) {
        parsed.operands.addAll(List.of(arguments).subList(i + 1, arguments.length));
        break;
      }
      if (!argument.startsWith("--")) {
        if (argument.length() > 1 && argument.startsWith("-")) {
          throw new UnknownOption("invalid option -- '" + argument.charAt(1) + "'");
        }
        parsed.operands.add(argument);
        continue;
      }
      int equals = argument.indexOf('=');
      String name = argument.substring(2, equals < 0 ? argument.length() : equals);
      String option = find(known, name);
      boolean takesValue = option.endsWith("=");
      String plain = takesValue ? option.substring(0, option.length() - 1) : option;
      if (!takesValue && equals >= 0) {
        throw new UnknownOption("option '--" + plain + "' doesn't allow an argument");
      }
      if (takesValue && equals < 0 && ++i == arguments.length) {
        throw new UnknownOption("option '--" + plain + "' requires an argument");
      }
      String value = equals >= 0 ? argument.substring(equals + 1) : takesValue ? arguments[i] : "";
      parsed.values.computeIfAbsent(plain, key -> new ArrayList<>()).add(value);
    }
    return parsed;
  }

  private static String find(List<String> known, String name) throws UnknownOption {
    List<String> found = new ArrayList<>();
    for (String option : known) {
      String plain = option.replace("=", "");
      if (plain.equals(name)) {
        return option;
      }
      if (plain.startsWith(name)) {
        found.add(option);
      }
    }
    if (found.size() != 1) {
      throw new UnknownOption(
          found.isEmpty()
              ? "unrecognized option '--" + name + "'"
              : "option '--" + name + "' is ambiguous");
    }
    return found.get(0);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** The last value of an option. */
  Optional<String> value(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  List<String> operands() {
    return operands;
  }
}
