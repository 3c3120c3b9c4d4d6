package dev.layerseal.json;

/**
 * Bounds on a text that is read.
 *
 * @param bytes most bytes of the whole text
 * @param depth most objects and arrays inside one another
 * @param values most values in all
 */
public record JsonLimits(int bytes, int depth, int values) {

  /** 4 MiB, the most that registries take for a manifest; deeper than any format read here. */
  public static final JsonLimits DEFAULT = new JsonLimits(4 << 20, 64, 500_000);

  /** The same, for a text of up to {@code most} bytes. */
  public JsonLimits withBytes(int most) {
    return new JsonLimits(most, depth, values);
  }
}
