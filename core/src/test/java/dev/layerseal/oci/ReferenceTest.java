package dev.layerseal.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {

  private static final String HEX = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "alpine, docker.io/library/alpine",
    "alpine:3.20, docker.io/library/alpine:3.20",
    "grafana/loki, docker.io/grafana/loki",
    "docker.io/alpine, docker.io/library/alpine",
    "index.docker.io/alpine, docker.io/library/alpine",
    "registry.example/app:v1, registry.example/app:v1",
    "localhost/app, localhost/app",
    "localhost:5000/a/b/c:v_1.2-x, localhost:5000/a/b/c:v_1.2-x",
    "Registry/app, Registry/app",
    "[::1]:5000/app, [::1]:5000/app",
    "127.0.0.1:5000/a__b/c---d.e, 127.0.0.1:5000/a__b/c---d.e",
  })
  void normalises(String text, String expected) throws LayersealException {
    assertEquals(expected, Reference.parse(text).toString());
    assertEquals(Reference.parse(text), Reference.parse(expected));
  }

  @Test
  void keepsTagAndDigest() throws LayersealException {
    Reference both = Reference.parse("r.example:443/app:v1@sha256:" + HEX);
    assertEquals("r.example:443", both.registry());
    assertEquals("app", both.repository());
    assertEquals(Optional.of("v1"), both.tag());
    assertEquals("sha256:" + HEX, both.digest().orElseThrow().toString());
    assertEquals(
        "r.example:443/app@sha256:" + HEX, both.withDigest(both.digest().orElseThrow()).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "@",
        "/",
        "a/",
        "/a",
        "a//b",
        "App",
        "r.example/App",
        "r.example/a:",
        "r.example/a:b/c",
        "r.example/a@",
        "r.example/a@sha256:12",
        "r.example/a@sha256:XY",
        "r.example/a b",
        "r.example/../b",
        "r.example/a:.x",
        "https://r.example/a",
        "r.example:x/a",
        "r.example:123456/a",
        "-r.example/a",
        "r..example/a",
        "user@r.example/a",
        "r.example/a?x",
        "r.example/a#x",
        "r.example/a%2fb",
        "r.example/a_",
        "r.example/.a",
        "r.example/a\nb",
        "r.example/é"
      })
  void refuses(String text) {
    assertThrows(FormatException.class, () -> Reference.parse(text));
  }

  @Test
  void refusesTooLongNames() throws LayersealException {
    assertEquals(240, Reference.parse("r.example/" + "a".repeat(240)).repository().length());
    assertThrows(FormatException.class, () -> Reference.parse("r.example/" + "a".repeat(250)));
    assertThrows(FormatException.class, () -> Reference.parse("r.example/a:" + "t".repeat(129)));
  }

  @Test
  void saysThatADigestIsOfAnotherAlgorithm() {
    UnsupportedFeatureException e =
        assertThrows(
            UnsupportedFeatureException.class, () -> Reference.parse("r.example/a@blake3:" + HEX));
    assertTrue(String.valueOf(e.getMessage()).contains("blake3"));
  }

  @ParameterizedTest
  @CsvSource({
    "localhost/a, true",
    "localhost:1/a, true",
    "127.0.0.1/a, true",
    "127.1.2.3:80/a, true",
    "[::1]:80/a, true",
    "127.0.0.1.example/a, false",
    "localhost.example/a, false",
    "10.0.0.1/a, false"
  })
  void knowsLoopbackNames(String text, boolean expected) throws LayersealException {
    assertEquals(expected, Reference.parse(text).loopback());
  }

  @Test
  void readsLayoutReferences() throws LayersealException {
    assertEquals(layout("dir", "v1", null), LayoutReference.parse("dir:v1"));
    assertEquals(layout("/a/b.tar", null, null), LayoutReference.parse("/a/b.tar"));
    assertEquals(layout("a:b/c", "v1", HEX), LayoutReference.parse("a:b/c:v1@sha256:" + HEX));
    assertEquals(layout("a@b/c", null, HEX), LayoutReference.parse("a@b/c@sha256:" + HEX));
    assertEquals(layout("a@b", null, null), LayoutReference.parse("a@b"));
    for (String text : new String[] {"", ":v1", "dir:", "dir:v 1", "dir@sha256:12"}) {
      assertThrows(FormatException.class, () -> LayoutReference.parse(text), text);
    }
  }

  private static LayoutReference layout(
      String path,
      @org.jspecify.annotations.Nullable String tag,
      @org.jspecify.annotations.Nullable String hex) {
    return new LayoutReference(
        path,
        Optional.ofNullable(tag),
        Optional.ofNullable(hex).map(text -> new Digest(Digest.Algorithm.SHA256, text)));
  }

  @Test
  void matchesPlatforms() throws LayersealException {
    assertMatches(true, "linux/amd64", "linux/amd64");
    assertMatches(true, "linux/x86_64", "linux/amd64");
    assertMatches(true, "linux/arm64", "linux/arm64/v8");
    assertMatches(true, "linux/arm64/v8", "linux/aarch64");
    assertMatches(true, "linux/arm/v7", "linux/arm");
    assertMatches(true, "linux/arm/v6", "linux/arm");
    assertMatches(true, "linux/arm", "linux/arm/v7");
    assertMatches(false, "linux/arm/v6", "linux/arm/v7");
    assertMatches(false, "windows/amd64", "linux/amd64");
    assertMatches(false, "linux/amd64", "linux/amd64/v3");
    for (String text : new String[] {"linux", "linux/", "a/b/c/d", "/amd64", "linux/am d"}) {
      assertThrows(FormatException.class, () -> Platform.parse(text), text);
    }
  }

  private static void assertMatches(boolean expected, String image, String requested)
      throws FormatException {
    assertEquals(
        expected,
        Platform.parse(image).matches(Platform.parse(requested)),
        image + " " + requested);
    assertFalse(Platform.parse(image).unknown());
  }
}
