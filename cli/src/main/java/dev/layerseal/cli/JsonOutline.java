package dev.layerseal.cli;

import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonString;
import dev.layerseal.json.JsonValue;
import dev.layerseal.json.JsonWriter;
import java.util.Map;

/** A JSON value for people: one fact on each line, indented by what it belongs to. */
final class JsonOutline {

  private static final String STEP = "  ";

  private final Terminal terminal;

  JsonOutline(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(JsonObject object) {
    members(object, "");
  }

  private void members(JsonObject object, String indent) {
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      print(member.getKey(), member.getValue(), indent);
    }
  }

  private void print(String name, JsonValue value, String indent) {
    if (value instanceof JsonObject object) {
      terminal.result(indent + name);
      members(object, indent + STEP);
    } else if (value instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        print("%s %d".formatted(name, i + 1), array.elements().get(i), indent);
      }
    } else {
      String text = value instanceof JsonString string ? string.value() : JsonWriter.compact(value);
      terminal.result("%s%s: %s".formatted(indent, name, Text.printable(text)));
    }
  }
}
