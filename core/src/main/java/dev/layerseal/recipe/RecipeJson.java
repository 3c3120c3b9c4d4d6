package dev.layerseal.recipe;

import dev.layerseal.erofs.mkfs.Compression;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import dev.layerseal.json.JsonLimits;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.verity.Salt;
import dev.layerseal.verity.VerityParameters;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A recipe as text, in the annotation {@link Recipe#ANNOTATION}: canonical JSON with every value.
 *
 * <pre>{@code
 * {"dataBlockSize":512,"erofsUtils":"1.9","form":"tar-index","hash":"sha256","hashBlockSize":512,
 *  "hashType":1,"name":"tar-index","pad":512,"salt":"0000..","sorted":true,"uuid":"layer-digest"}
 * }</pre>
 *
 * <p>Where content is compressed there are also {@code compress} ({@code lz4hc,9}), {@code
 * pcluster}, {@code legacy} and {@code cleanGaps}.
 */
public final class RecipeJson {

  /** Longest text that is read, in bytes. */
  public static final int MAX_SIZE = 2048;

  private static final Set<String> MEMBERS =
      Set.of(
          "cleanGaps",
          "compress",
          "dataBlockSize",
          "erofsUtils",
          "form",
          "hash",
          "hashBlockSize",
          "hashType",
          "legacy",
          "name",
          "pad",
          "pcluster",
          "salt",
          "sorted",
          "uuid");

  private RecipeJson() {}

  public static String write(Recipe recipe) {
    return JsonWriter.canonical(object(recipe));
  }

  /** The recipe as a value inside another text. */
  public static JsonObject object(Recipe recipe) {
    VerityParameters verity = recipe.verity();
    JsonObjectBuilder json = JsonObject.builder();
    json.put("name", recipe.name())
        .put("form", recipe.form().toString())
        .put("erofsUtils", Writers.text(recipe.writer()))
        .put("uuid", recipe.uuid().toString())
        .put("pad", recipe.pad())
        .put("sorted", recipe.sorted())
        .put("hash", verity.hash().toString())
        .put("hashType", verity.hashType())
        .put("dataBlockSize", verity.dataBlockSize().bytes())
        .put("hashBlockSize", verity.hashBlockSize().bytes())
        .put("salt", verity.salt().toString());
    recipe.compression().ifPresent(compression -> putCompression(json, compression));
    return json.build();
  }

  /**
   * Reads what {@link #write} gives. A weak hash is read as well: the caller decides.
   *
   * @throws FormatException when it is too long, or a member is missing, unknown or out of range
   * @throws UnsupportedFeatureException when a value is not known
   */
  public static Recipe parse(String text) throws FormatException, UnsupportedFeatureException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    JsonObject json = JsonObject.parse(bytes, JsonLimits.DEFAULT.withBytes(MAX_SIZE));
    json.refuseOthers(MEMBERS);
    ImageForm form = ImageForm.parse(json.string("form"));
    Recipe plain =
        new Recipe(
            name(json),
            form,
            Writers.parse(json.string("erofsUtils")),
            UuidRule.parse(json.string("uuid")),
            form == ImageForm.TAR_INDEX ? 512 : 0,
            json.bool("sorted"),
            verity(json),
            form.compression());
    long pad = json.integer("pad");
    Recipe padded = pad == plain.pad() ? plain : plain.withPad(pad);
    return json.has("compress") ? padded.withCompression(compression(json)) : padded;
  }

  private static void putCompression(JsonObjectBuilder json, Compression compression) {
    json.put("compress", compression.algorithm() + "," + compression.level())
        .put("pcluster", compression.clusterSize())
        .put("legacy", compression.legacy())
        .put("cleanGaps", compression.cleanGaps());
  }

  private static Compression compression(JsonObject json) throws FormatException {
    String text = json.string("compress");
    long size = json.integer("pcluster");
    try {
      Compression compression =
          Compression.parse(text).withClusterSize((int) Math.min(size, Integer.MAX_VALUE));
      compression = json.bool("legacy") ? compression.withLegacy() : compression;
      return json.bool("cleanGaps") ? compression.withCleanGaps() : compression;
    } catch (IllegalArgumentException e) {
      throw json.malformed("compress", String.valueOf(e.getMessage()));
    }
  }

  private static VerityParameters verity(JsonObject json)
      throws FormatException, UnsupportedFeatureException {
    return VerityParameters.builder()
        .hash(json.string("hash"))
        .allowWeakHash()
        .hashType(json.integer("hashType"))
        .dataBlockSize(json.integer("dataBlockSize"))
        .hashBlockSize(json.integer("hashBlockSize"))
        .salt(Salt.parse(json.string("salt")))
        .build();
  }

  private static String name(JsonObject json) throws FormatException {
    String name = json.string("name");
    if (!name.matches("[a-z0-9][a-z0-9-]{0,63}")) {
      throw json.malformed("name", "expected up to 64 letters, digits and hyphens");
    }
    return name;
  }
}
