package dev.layerseal.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonValue;

/** Invariant of each target: a value that means the same when written again, or a refusal. */
class OciFuzzTest {

  @FuzzTest(maxDuration = "10s")
  void reference(byte[] bytes) {
    try {
      Reference parsed = Reference.parse(new String(bytes, UTF_8));
      assertEquals(parsed, Reference.parse(parsed.toString()));
    } catch (LayersealException e) {
      // A verdict.
    }
  }

  @FuzzTest(maxDuration = "10s")
  void layoutReference(byte[] bytes) {
    try {
      LayoutReference parsed = LayoutReference.parse(new String(bytes, UTF_8));
      assertEquals(parsed, LayoutReference.parse(parsed.toString()));
    } catch (LayersealException e) {
      // A verdict.
    }
  }

  @FuzzTest(maxDuration = "10s")
  void json(byte[] bytes) {
    try {
      JsonValue value = JsonValue.parse(bytes);
      assertEquals(value, JsonValue.parse(value.encode()));
    } catch (FormatException e) {
      // A verdict.
    }
  }

  @FuzzTest(maxDuration = "10s")
  void manifest(byte[] bytes) {
    try {
      Manifest read = Manifest.decode(MediaType.OCI_MANIFEST.toString(), bytes);
      assertArrayEquals(bytes, read.bytes());
      read.layers().forEach(Descriptor::encode);
    } catch (LayersealException e) {
      // A verdict.
    }
  }

  @FuzzTest(maxDuration = "10s")
  void index(byte[] bytes) {
    try {
      ImageIndex read = ImageIndex.decode(MediaType.OCI_INDEX.toString(), bytes);
      ImageIndex.of(read.manifests(), read.annotations());
    } catch (LayersealException e) {
      // A verdict.
    }
  }

  @FuzzTest(maxDuration = "10s")
  void config(byte[] bytes) {
    try {
      ImageConfig.decode(bytes);
    } catch (LayersealException e) {
      // A verdict.
    }
  }
}
