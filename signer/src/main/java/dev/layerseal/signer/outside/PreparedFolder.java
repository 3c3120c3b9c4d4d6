package dev.layerseal.signer.outside;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.SigningException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonLimits;
import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.json.JsonWriter;
import dev.layerseal.oci.Digest;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.Certificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder with everything that is signed elsewhere.
 *
 * <pre>
 * prepare.json       terms of the caller, digests of the other files, and its own digest
 * certificates.pem   the signer's certificate and its issuers
 * README.txt         how each file is signed
 * NAME.tbs           a message
 * NAME.sig           its signature, to be added
 * </pre>
 *
 * <p>It holds no secret. Nothing in it is believed: who completes computes the messages again, and
 * a signature counts only when it verifies with the first certificate.
 *
 * @param terms what the caller needs to compute the messages again
 */
public record PreparedFolder(
    Path folder, JsonObject terms, CertificateChain chain, List<SigningTask> tasks) {

  private static final String FILE = "prepare.json";
  private static final String CERTIFICATES = "certificates.pem";
  private static final String README = "README.txt";
  private static final String DIGEST = "digest";
  private static final int MAX_FILE = 4 << 20;
  private static final int MAX_TASKS = 10_000;

  public PreparedFolder {
    tasks = List.copyOf(tasks);
  }

  /** Writes the folder, which must be new or empty; gives the digest of all that is in it. */
  public Digest write() throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> old = Files.list(folder)) {
      if (old.findAny().isPresent()) {
        throw new FileAlreadyExistsException(folder.toString(), null, "the folder is not empty");
      }
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(
        CERTIFICATES, Certificates.pem(chain.certificates()).getBytes(StandardCharsets.US_ASCII));
    files.put(README, OpensslCommands.readme(tasks).getBytes(StandardCharsets.UTF_8));
    tasks.forEach(task -> files.put(task.messageFile(), task.message()));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    JsonObject content = content(files);
    Digest digest = digest(content);
    String text = JsonWriter.pretty(builder(content).put(DIGEST, digest.toString()).build()) + "\n";
    Files.writeString(folder.resolve(FILE), text);
    return digest;
  }

  private JsonObject content(Map<String, byte[]> files) {
    JsonObjectBuilder digests = JsonObject.builder();
    files.forEach((name, bytes) -> digests.put(name, Digest.sha256(bytes).toString()));
    List<JsonObject> list =
        tasks.stream()
            .map(
                task ->
                    JsonObject.builder()
                        .put("name", task.name())
                        .put("algorithm", task.scheme().toString())
                        .build())
            .toList();
    return JsonObject.builder()
        .put("version", "1.0")
        .put("terms", terms)
        .put("files", digests.build())
        .put("tasks", JsonArray.of(list))
        .build();
  }

  /**
   * Reads a folder.
   *
   * @throws FormatException when a file is missing or has changed since it was written
   */
  public static PreparedFolder read(Path folder) throws LayersealException, IOException {
    try {
      JsonObject json =
          JsonObject.parse(bytes(folder.resolve(FILE)), JsonLimits.DEFAULT.withBytes(MAX_FILE));
      checkDigest(json);
      Map<String, byte[]> files = files(folder, json);
      CertificateChain chain = CertificateChain.parse(file(files, CERTIFICATES));
      return new PreparedFolder(folder, json.object("terms"), chain, tasks(json, files, chain));
    } catch (FormatException e) {
      throw e.at(folder.toString());
    }
  }

  /** A key that signs what it finds signed here. */
  public OutsideKey key() throws SigningException, IOException {
    return OutsideKey.of(this);
  }

  private static void checkDigest(JsonObject json) throws FormatException {
    if (!json.string("version").equals("1.0")) {
      throw json.malformed("version", "expected 1.0");
    }
    JsonObjectBuilder rest = JsonObject.builder();
    json.members()
        .forEach(
            (name, value) -> {
              if (!name.equals(DIGEST)) {
                rest.put(name, value);
              }
            });
    Digest actual = digest(rest.build());
    if (!actual.toString().equals(json.string(DIGEST))) {
      throw new FormatException(
          "%s: changed since it was written%n  digest    %s%n  computed  %s"
              .formatted(FILE, json.string(DIGEST), actual));
    }
  }

  private static Map<String, byte[]> files(Path folder, JsonObject json)
      throws LayersealException, IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (Map.Entry<String, String> file : json.stringMap("files").entrySet()) {
      if (!file.getKey().matches("[A-Za-z]+(-[0-9]+)?\\.[a-z]+")) {
        throw json.malformed("files", "a name that is no file here");
      }
      byte[] bytes = bytes(folder.resolve(file.getKey()));
      if (!Digest.sha256(bytes).toString().equals(file.getValue())) {
        throw new FormatException(file.getKey() + ": changed since it was written");
      }
      files.put(file.getKey(), bytes);
    }
    return files;
  }

  private static List<SigningTask> tasks(
      JsonObject json, Map<String, byte[]> files, CertificateChain chain) throws FormatException {
    List<SigningTask> tasks = new ArrayList<>();
    List<JsonObject> list = json.array("tasks").objects();
    if (list.size() > MAX_TASKS) {
      throw json.malformed("tasks", "more than " + MAX_TASKS);
    }
    for (JsonObject task : list) {
      String name = task.string("name");
      tasks.add(
          new SigningTask(
              name,
              file(files, name + ".tbs"),
              Schemes.parse(chain, task.string("algorithm"))
                  .orElseThrow(() -> task.malformed("algorithm", "none of this key"))));
    }
    return tasks;
  }

  private static byte[] file(Map<String, byte[]> files, String name) throws FormatException {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new FormatException("%s: names no %s".formatted(FILE, name));
    }
    return bytes;
  }

  static byte[] bytes(Path file) throws FormatException, IOException {
    if (Files.size(file) > MAX_FILE) {
      throw new FormatException("%s: more than %d bytes".formatted(file.getFileName(), MAX_FILE));
    }
    return Files.readAllBytes(file);
  }

  private static Digest digest(JsonObject content) {
    return Digest.sha256(JsonWriter.canonical(content).getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObjectBuilder builder(JsonObject content) {
    JsonObjectBuilder copy = JsonObject.builder();
    content.members().forEach(copy::put);
    return copy;
  }
}
