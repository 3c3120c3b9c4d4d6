package dev.layerseal.cli.interop;

import dev.layerseal.testdata.CertificateMaker;
import dev.layerseal.testdata.Peer;
import dev.layerseal.testdata.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** A time-stamp authority on a loopback port: openssl makes its answers. */
public final class TimestampAuthority {

  private static final byte[] TIMESTAMPING = HexFormat.of().parseHex("300a06082b06010505070308");

  private final Path folder;
  private final TestIdentity root;

  /**
   * @param folder for its files
   * @param root issues its certificate
   */
  public TimestampAuthority(Path folder, TestIdentity root) {
    this.folder = folder;
    this.root = root;
  }

  /** Starts to answer, at the real time. */
  public Responder start() throws Exception {
    TestIdentity authority =
        CertificateMaker.named("authority", "rsa3072")
            .usage(true, 0)
            .extension("2.5.29.37", true, TIMESTAMPING)
            .issuedBy(root);
    Files.writeString(folder.resolve("tsa.key"), authority.keyPem());
    Files.writeString(folder.resolve("tsa.crt"), authority.certificatePem());
    Files.writeString(folder.resolve("root.crt"), root.certificatePem());
    Files.writeString(folder.resolve("serial"), "01\n");
    Path config = folder.resolve("tsa.cnf");
    Files.writeString(
        config,
        """
        [tsa]
        default_tsa = t
        [t]
        serial = %1$s/serial
        crypto_device = builtin
        signer_cert = %1$s/tsa.crt
        certs = %1$s/root.crt
        signer_key = %1$s/tsa.key
        signer_digest = sha384
        default_policy = 1.2.3.4.1
        digests = sha256,sha384,sha512
        accuracy = secs:1
        ess_cert_id_alg = sha256
        """
            .formatted(folder));
    Peer openssl = Peer.find("openssl");
    return Responder.start(request -> reply(openssl, config, request));
  }

  private byte[] reply(Peer openssl, Path config, byte[] request) throws IOException {
    Path query = Files.write(folder.resolve("query"), request);
    Path reply = folder.resolve("reply");
    openssl.run("ts", "-reply", "-config", config, "-queryfile", query, "-out", reply).orFail();
    return Files.readAllBytes(reply);
  }
}
