package dev.layerseal.verifier.notary;

import dev.layerseal.bytes.Hex;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.oci.Descriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A layout with one image and one signature of it, written as text so that any part of it can be
 * wrong.
 *
 * @param envelope that the manifest's layer describes
 * @param stored bytes that are there in its place
 * @param manifest text of the signature's manifest
 * @param index text of {@code index.json}; {@code DIGEST} and {@code SIZE} stand for the manifest's
 */
record SignedLayout(byte[] envelope, byte[] stored, String manifest, String index) {

  static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIG =
      "{\"mediaType\":\"application/vnd.cncf.notary.signature\",\"digest\":\"%s\",\"size\":2}"
          .formatted(Descriptor.emptyConfig().digest());

  static SignedLayout of(EnvelopeFormat format, byte[] envelope) {
    return new SignedLayout(
        envelope, envelope, manifest(format, envelope), index(NotationVectors.image()));
  }

  private static String manifest(EnvelopeFormat format, byte[] envelope) {
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s],\"subject\":%s,"
            .formatted(
                TYPE,
                CONFIG,
                descriptor(format.mediaType(), "sha256:" + sha256(envelope), envelope.length),
                descriptor(NotationVectors.image()))
        + "\"annotations\":{\"io.cncf.notary.x509chain.thumbprint#S256\":\"[\\\"00\\\"]\","
        + "\"org.opencontainers.image.created\":\"2024-06-01T00:00:00Z\"}}";
  }

  private static String index(Descriptor image) {
    return "{\"schemaVersion\":2,\"manifests\":[%s,{\"mediaType\":\"%s\",\"digest\":\"DIGEST\",\"size\":SIZE}]}"
        .formatted(descriptor(image), TYPE);
  }

  private static String descriptor(Descriptor of) {
    return descriptor(of.mediaType(), of.digest().toString(), of.size());
  }

  static String descriptor(String mediaType, String digest, long size) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(mediaType, digest, size);
  }

  SignedLayout withManifest(UnaryOperator<String> change) {
    return new SignedLayout(envelope, stored, changed(manifest, change), index);
  }

  SignedLayout withIndex(UnaryOperator<String> change) {
    return new SignedLayout(envelope, stored, manifest, changed(index, change));
  }

  /** Other bytes than those that the manifest describes. */
  SignedLayout withStored(byte[] bytes) {
    return new SignedLayout(envelope, bytes, manifest, index);
  }

  private static String changed(String text, UnaryOperator<String> change) {
    String other = change.apply(text);
    if (other.equals(text)) {
      throw new AssertionError("nothing was changed in " + text);
    }
    return other;
  }

  /** Writes the layout; an empty blob is one that is missing. */
  Path write(Path folder) throws IOException {
    byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
    Map<String, byte[]> blobs = new LinkedHashMap<>();
    byte[] image = NotationVectors.read("image/manifest.json");
    blobs.put(sha256(image), image);
    blobs.put(sha256(envelope), stored);
    blobs.put(sha256(bytes), bytes);
    byte[] empty = Descriptor.emptyJson();
    blobs.put(sha256(empty), empty);
    Path files = Files.createDirectories(folder.resolve("blobs/sha256"));
    for (Map.Entry<String, byte[]> blob : blobs.entrySet()) {
      if (blob.getValue().length > 0) {
        Files.write(files.resolve(blob.getKey()), blob.getValue());
      }
    }
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.writeString(
        folder.resolve("index.json"),
        index.replace("DIGEST", "sha256:" + sha256(bytes)).replace("SIZE", "" + bytes.length));
    return folder;
  }

  static String sha256(byte[] bytes) {
    try {
      return Hex.encode(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
