package dev.layerseal.oci.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a registry wants to be told who asks (RFC 9110 section 11.6.1): a scheme and its parameters,
 * in any order, with any blanks, quoted or not.
 *
 * @param scheme in lower case
 * @param parameters by their name in lower case; the first of several of one name counts
 */
record Challenge(String scheme, Map<String, String> parameters) {

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
  }

  /** The challenges of all WWW-Authenticate headers; what follows no grammar is passed over. */
  static List<Challenge> parse(List<String> headers) {
    List<Challenge> found = new ArrayList<>();
    headers.forEach(header -> new Scanner(header, found).run());
    return found;
  }

  private static final class Scanner {
    private final String text;
    private final List<Challenge> found;
    private int at;

    Scanner(String text, List<Challenge> found) {
      this.text = text;
      this.found = found;
    }

    /** A word before "=" is a parameter of the last scheme, any other word a new scheme. */
    void run() {
      int first = found.size();
      while (at < text.length()) {
        skip();
        String word = token();
        if (word.isEmpty()) {
          at++;
          continue;
        }
        int after = at;
        blanks();
        if (at < text.length() && text.charAt(at) == '=') {
          at++;
          blanks();
          String value = value();
          if (found.size() > first) {
            last().putIfAbsent(word.toLowerCase(Locale.ROOT), value);
          }
        } else {
          at = after;
          found.add(new Challenge(word.toLowerCase(Locale.ROOT), new LinkedHashMap<>()));
        }
      }
    }

    private Map<String, String> last() {
      return found.get(found.size() - 1).parameters;
    }

    private void skip() {
      while (at < text.length() && (blank(text.charAt(at)) || text.charAt(at) == ',')) {
        at++;
      }
    }

    private void blanks() {
      while (at < text.length() && blank(text.charAt(at))) {
        at++;
      }
    }

    private String value() {
      return at < text.length() && text.charAt(at) == '"' ? quoted() : token();
    }

    private String token() {
      int start = at;
      while (at < text.length() && isToken(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at);
    }

    private String quoted() {
      StringBuilder value = new StringBuilder();
      for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at));
      }
      at++;
      return value.toString();
    }

    private static boolean blank(char c) {
      return c == ' ' || c == '\t';
    }

    private static boolean isToken(char c) {
      return c > ' ' && c < 0x7f && "\",=".indexOf(c) < 0;
    }
  }
}
