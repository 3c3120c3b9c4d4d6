package dev.layerseal.testdata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A PKCS#11 token in software: Debian's own package softhsm2 of this machine, because its library
 * is loaded into the JVM and must fit the machine's libc.
 */
public final class SoftToken {

  /** Name of the token. */
  public static final String LABEL = "layerseal test";

  /** Its PIN, which must not be found in any output. */
  public static final String PIN = "pin-4711-secret";

  private static final Path MODULE = Path.of("/usr/lib/softhsm/libsofthsm2.so");
  private static final Path TOOL = Path.of("/usr/bin/softhsm2-util");

  private final Path folder;
  private int count;

  private SoftToken(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes a new token in {@code folder}. Where softhsm2 is not installed the running test is
   * skipped, or fails when the peers are required.
   */
  public static SoftToken make(Path folder) throws IOException {
    if (!Files.isRegularFile(MODULE) || !Files.isExecutable(TOOL)) {
      String message = "Debian's package softhsm2 is not installed";
      if (Peer.required()) {
        throw new AssertionError(message);
      }
      throw new org.opentest4j.TestAbortedException(message + ": run testdata/peers/install");
    }
    SoftToken token = new SoftToken(Files.createDirectories(folder));
    Files.createDirectories(folder.resolve("tokens"));
    Files.writeString(
        token.configuration(),
        "directories.tokendir = %s%nobjectstore.backend = file%nlog.level = ERROR%n"
            .formatted(folder.resolve("tokens")));
    token.run(
        TOOL, "--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", "so-pin-0815");
    return token;
  }

  /** What the variable {@code SOFTHSM2_CONF} has to be. */
  public Path configuration() {
    return folder.resolve("softhsm2.conf");
  }

  public Path module() {
    return MODULE;
  }

  /** Puts a key with its certificate on the token, and gives the key's id in hexadecimal. */
  public String add(String label, TestIdentity identity) throws IOException {
    String id = addKey(label, identity);
    addCertificate(label, id, identity);
    return id;
  }

  /** Puts a key on the token and no certificate. */
  public String addKey(String label, TestIdentity identity) throws IOException {
    String id = "%02x".formatted(++count);
    Path key = Files.writeString(folder.resolve("key.pem"), identity.keyPem());
    run(TOOL, "--import", key, "--token", LABEL, "--label", label, "--id", id, "--pin", PIN);
    Files.delete(key);
    return id;
  }

  /** Puts a certificate on the token, as tools of other makers do. */
  public void addCertificate(String label, String id, TestIdentity identity) throws IOException {
    Path file = folder.resolve("certificate.der");
    try {
      Files.write(file, identity.certificate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
    Path tool = Peer.find("pkcs11-tool").program();
    run(
        tool,
        "--module",
        MODULE,
        "--token-label",
        LABEL,
        "--login",
        "--pin",
        PIN,
        "--write-object",
        file,
        "--type",
        "cert",
        "--id",
        id,
        "--label",
        label);
  }

  private void run(Object... words) throws IOException {
    List<String> command = new ArrayList<>();
    for (Object word : words) {
      command.add(word.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SOFTHSM2_CONF", configuration().toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new AssertionError(command.get(0) + ": " + text);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
