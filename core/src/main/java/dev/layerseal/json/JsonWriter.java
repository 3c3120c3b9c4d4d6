package dev.layerseal.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/** Writes values as text, in one of three forms. */
public final class JsonWriter {

  private static final int INDENT = 2;

  private final Appendable out;
  private final boolean sorted;
  private final boolean pretty;
  private int depth;

  private JsonWriter(Appendable out, boolean sorted, boolean pretty) {
    this.out = out;
    this.sorted = sorted;
    this.pretty = pretty;
  }

  /** No blanks, members in the order they were put. */
  public static String compact(JsonValue value) {
    return toText(value, false, false);
  }

  /**
   * No blanks, members sorted by their UTF-16 code units, as RFC 8785 wants it. Numbers stay as
   * they are spelled: only integers may be put into a text whose canonical form matters.
   */
  public static String canonical(JsonValue value) {
    return toText(value, true, false);
  }

  /** One member on each line, for people. */
  public static String pretty(JsonValue value) {
    return toText(value, false, true);
  }

  /** Writes the form for people to {@code out}, without holding the whole text. */
  public static void writePretty(JsonValue value, Appendable out) throws IOException {
    new JsonWriter(out, false, true).value(value);
  }

  /** The text as a JSON string, with its quotes. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\b' -> quoted.append("\\b");
        case '\f' -> quoted.append("\\f");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ') {
            quoted.append("\\u%04x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  private static String toText(JsonValue value, boolean sorted, boolean pretty) {
    StringBuilder text = new StringBuilder();
    try {
      new JsonWriter(text, sorted, pretty).value(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void value(JsonValue value) throws IOException {
    if (value instanceof JsonObject object) {
      object(object);
    } else if (value instanceof JsonArray array) {
      array(array.elements());
    } else if (value instanceof JsonString string) {
      out.append(quote(string.value()));
    } else if (value instanceof JsonNumber number) {
      out.append(number.text());
    } else if (value instanceof JsonBoolean bool) {
      out.append(bool.value() ? "true" : "false");
    } else {
      out.append("null");
    }
  }

  private void object(JsonObject object) throws IOException {
    Map<String, JsonValue> members = sorted ? new TreeMap<>(object.members()) : object.members();
    out.append('{');
    depth++;
    Iterator<Map.Entry<String, JsonValue>> entries = members.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<String, JsonValue> entry = entries.next();
      newLine();
      out.append(quote(entry.getKey())).append(pretty ? ": " : ":");
      value(entry.getValue());
      comma(entries);
    }
    close(members.isEmpty(), '}');
  }

  private void array(Collection<JsonValue> elements) throws IOException {
    out.append('[');
    depth++;
    Iterator<JsonValue> iterator = elements.iterator();
    while (iterator.hasNext()) {
      newLine();
      value(iterator.next());
      comma(iterator);
    }
    close(elements.isEmpty(), ']');
  }

  private void comma(Iterator<?> iterator) throws IOException {
    if (iterator.hasNext()) {
      out.append(',');
    }
  }

  private void close(boolean empty, char bracket) throws IOException {
    depth--;
    if (!empty) {
      newLine();
    }
    out.append(bracket);
  }

  private void newLine() throws IOException {
    if (pretty) {
      out.append('\n').append(" ".repeat(depth * INDENT));
    }
  }

  /**
   * The same text with those characters as escapes that Go's encoder writes so, and that stand only
   * inside texts: what notation signs and sends has them.
   */
  public static String escapedAsGo(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }
}
