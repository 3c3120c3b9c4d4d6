package dev.layerseal.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void readsEveryKindOfValue() throws FormatException {
    JsonObject json =
        JsonObject.parse(
            bytes(
                "{\"s\":\"ä\\n\",\"i\":-7,\"f\":1.50e2,\"t\":true,\"n\":null,\"a\":[1,\"x\"],\"o\":{}}"));
    assertEquals("ä\n", json.string("s"));
    assertEquals(-7, json.integer("i"));
    assertTrue(json.bool("t"));
    assertEquals(Optional.empty(), json.optionalString("n"));
    assertEquals(2, json.array("a").size());
    assertEquals(JsonObject.EMPTY, json.object("o"));
    assertEquals("$.o", json.object("o").path());
  }

  @Test
  void writesBackWhatItRead() throws FormatException {
    String text = "{\"b\":[1.50e2,-0,true,null,{\"z\":\"\\u0001\\\"\\\\ä😀\"}],\"a\":\"\"}";
    assertArrayEquals(bytes(text), JsonValue.parse(bytes(text)).encode());
  }

  @Test
  void sortsTheCanonicalFormByCodeUnits() throws FormatException {
    JsonValue value =
        JsonValue.parse(bytes("{\"\uFB33\":1,\"😀\":2,\"b\":{\"d\":1,\"c\":2},\"a\":3}"));
    assertEquals(
        "{\"a\":3,\"b\":{\"c\":2,\"d\":1},\"😀\":2,\"\uFB33\":1}", JsonWriter.canonical(value));
  }

  @Test
  void writesOneMemberOnEachLineForPeople() throws FormatException {
    assertEquals(
        "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {},\n  \"c\": []\n}",
        JsonWriter.pretty(JsonValue.parse(bytes("{\"a\":[1,2],\"b\":{},\"c\":[]}"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,",
        "{\"a\":}",
        "{\"a\":1,}",
        "[1,]",
        "{'a':1}",
        "{a:1}",
        "01",
        "+1",
        ".5",
        "1.",
        "NaN",
        "Infinity",
        "nul",
        "\"\t\"",
        "\"\\x\"",
        "// c\n1",
        "1 2",
        "{}{}",
        "{} x",
        "\"\\ud800\"",
        "{\"\\udc00\":1}",
        "\uFEFF{}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"a\":null,\"a\":1}"
      })
  void refuses(String text) {
    assertThrows(FormatException.class, () -> JsonValue.parse(bytes(text)));
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    assertMessage("json is not UTF-8", "\"ä\"".getBytes(ISO_8859_1));
    assertMessage(
        "json is not UTF-8",
        "\"\uD83D\uDE00\"".getBytes(java.nio.charset.StandardCharsets.UTF_16BE));
  }

  @Test
  void refusesWhatPassesALimit() {
    byte[] deep = bytes("[".repeat(65) + "]".repeat(65));
    assertThrows(FormatException.class, () -> JsonValue.parse(deep));
    JsonLimits few = new JsonLimits(100, 10, 3);
    assertThrows(FormatException.class, () -> JsonReader.read(bytes("[1,2,3]"), few));
    assertThrows(FormatException.class, () -> JsonReader.read(new byte[101], few));
    byte[] digits = bytes("1".repeat(101));
    assertThrows(FormatException.class, () -> JsonValue.parse(digits));
  }

  @Test
  void namesThePlaceOfWhatIsWrong() throws FormatException {
    JsonObject json = JsonObject.parse(bytes("{\"layers\":[{},{\"size\":1.0,\"a b\":1}]}"));
    JsonObject second = json.array("layers").objects().get(1);
    assertMessage(
        "$.layers[1].digest: expected a string, was absent", () -> second.string("digest"));
    assertMessage(
        "$.layers[1].size: expected an integer of 64 bits, was 1.0", () -> second.integer("size"));
    assertMessage(
        "$.layers[1][\"a b\"]: expected a string, was the number 1", () -> second.string("a b"));
    assertMessage("$.layers[1]: unknown members a b", () -> second.refuseOthers(Set.of("size")));
    assertMessage(
        "$.layers[0]: expected a string, was an object", () -> json.array("layers").strings());
    assertMessage("$: the key \"a\" stands twice", bytes("{\"a\":1,\"a\":1}"));
    assertMessage("json has more behind its value", bytes("{} []"));
  }

  @Test
  void refusesIntegersBeyond64Bits() throws FormatException {
    JsonObject json =
        JsonObject.parse(bytes("{\"a\":9223372036854775807,\"b\":9223372036854775808}"));
    assertEquals(Long.MAX_VALUE, json.integer("a"));
    assertThrows(FormatException.class, () -> json.integer("b"));
    assertFalse(json.has("c"));
  }

  @Test
  void everyValueSurvivesWritingAndReading() throws FormatException {
    long seed = 20_261_121L;
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 500; round++) {
      JsonValue value = random(random, 5);
      String message = "seed " + seed + " round " + round;
      assertEquals(value, JsonValue.parse(value.encode()), message);
      assertEquals(value, JsonValue.parse(bytes(JsonWriter.pretty(value))), message);
      assertEquals(value, JsonValue.parse(bytes(JsonWriter.canonical(value))), message);
    }
  }

  private static JsonValue random(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 4)) {
      case 0 -> new JsonString(text(random));
      case 1 -> JsonNumber.of(random.nextLong());
      case 2 -> new JsonBoolean(random.nextBoolean());
      case 3 -> new JsonNull();
      case 4 -> {
        List<JsonValue> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          elements.add(random(random, depth - 1));
        }
        yield JsonArray.of(elements);
      }
      default -> {
        JsonObjectBuilder object = JsonObject.builder();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.put(text(random), random(random, depth - 1));
        }
        yield object.build();
      }
    };
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      int c = random.nextInt(random.nextBoolean() ? 0x80 : 0x11000);
      text.appendCodePoint(c >= 0xd800 && c < 0xe000 ? 'x' : c);
    }
    return text.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static void assertMessage(String message, byte[] text) {
    assertMessage(message, () -> JsonValue.parse(text));
  }

  private static void assertMessage(
      String message, org.junit.jupiter.api.function.Executable action) {
    assertEquals(message, assertThrows(FormatException.class, action).getMessage());
  }
}
