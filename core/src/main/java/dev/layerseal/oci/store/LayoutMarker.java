package dev.layerseal.oci.store;

import dev.layerseal.error.FormatException;
import dev.layerseal.json.JsonObject;

/**
 * A layout's file {@code oci-layout}, which makes a folder one (OCI image specification,
 * image-layout.md).
 */
public record LayoutMarker(String version) {

  public static final String PATH = "oci-layout";

  public static final LayoutMarker CURRENT = new LayoutMarker("1.0.0");

  static final int MAX_SIZE = 1 << 16;
  private static final String VERSION = "imageLayoutVersion";

  static LayoutMarker decode(byte[] bytes) throws FormatException {
    return new LayoutMarker(JsonObject.parse(bytes).string(VERSION));
  }

  /** Whether layouts of this version are read. */
  boolean known() {
    return version.startsWith("1.");
  }

  public byte[] encode() {
    return JsonObject.builder().put(VERSION, version).build().encode();
  }
}
