package dev.layerseal.cli;

import dev.layerseal.signer.KeyEntry;
import dev.layerseal.signer.KeyList;
import dev.layerseal.signer.SelfSignedKey;
import dev.layerseal.verifier.trust.NotationFolders;
import dev.layerseal.verifier.trust.StoreName;
import dev.layerseal.verifier.trust.TrustStoreFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code layerseal cert generate-test}. */
@CommandLine.Command(
    name = "generate-test",
    description = "Makes a key and a certificate for one day, trusts it and adds it to the keys.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal cert generate-test --default trial.example"})
final class CertGenerateTestCommand extends Command {

  @Parameters(paramLabel = "NAME", description = "common name, and name of the key")
  String name = "";

  @Option(
      names = {"-b", "--bits"},
      paramLabel = "BITS",
      defaultValue = "2048",
      description = "size of the RSA key: 2048, 3072 or 4096 (default: 2048)")
  int bits = 2048;

  @Option(names = "--default", description = "make it the key that signs when none is named")
  boolean makeDefault;

  @Override
  protected ExitCode run() throws Exception {
    StoreName store =
        new StoreName(dev.layerseal.verifier.trust.StoreType.CA, StoreName.checkName(name));
    NotationFolders folders = Notation.folders();
    Path keys = folders.config().resolve("localkeys");
    Path key = keys.resolve(name + ".key");
    Path certificate = keys.resolve(name + ".crt");
    KeyList list =
        KeyList.read(folders.signingKeys())
            .with(KeyEntry.files(name, key.toString(), certificate.toString()), makeDefault);
    Files.createDirectories(keys);
    SelfSignedKey.generate(
            bits,
            "CN=%s,O=Notary,L=Seattle,ST=WA,C=US".formatted(name),
            Instant.now(),
            Duration.ofDays(1))
        .write(key, certificate);
    new TrustStoreFolder(folders).add(store, certificate);
    list.write(folders.signingKeys());
    terminal().result("generated key and certificate for one day: " + key + ", " + certificate);
    terminal().result("added the certificate to trust store " + store);
    terminal()
        .result(name + ": added to the key list" + (makeDefault ? ", marked as default" : ""));
    return ExitCode.DONE;
  }
}
