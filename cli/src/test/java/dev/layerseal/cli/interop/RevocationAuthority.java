package dev.layerseal.cli.interop;

import dev.layerseal.testdata.CertificateMaker;
import dev.layerseal.testdata.Peer;
import dev.layerseal.testdata.TestIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** An authority that answers about one certificate by way of openssl: responses and lists. */
public final class RevocationAuthority {

  public static final TestIdentity ROOT = TestIdentity.root("p256");
  private static final String ACCESS = "1.3.6.1.5.5.7.1.1";
  private static final String LISTS = "2.5.29.31";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path folder;

  public RevocationAuthority(Path folder) {
    this.folder = folder;
  }

  /** A leaf whose responder is at {@code address}. */
  public static TestIdentity leafWithResponder(String address) {
    byte[] method = HexFormat.of().parseHex("06082b06010505073001");
    byte[] access = element(0x30, element(0x30, join(method, element(0x86, ascii(address)))));
    return leaf(ACCESS, access);
  }

  /** A leaf whose revocation list is at {@code address}. */
  public static TestIdentity leafWithList(String address) {
    byte[] names = element(0xa0, element(0xa0, element(0x86, ascii(address))));
    return leaf(LISTS, element(0x30, element(0x30, names)));
  }

  private static TestIdentity leaf(String extension, byte[] value) {
    return CertificateMaker.named("asked", "p256")
        .signsCode()
        .extension(extension, false, value)
        .issuedBy(ROOT);
  }

  /**
   * Puts the state of {@code leaf} on record.
   *
   * @param state {@code V} valid, {@code R} revoked, {@code -} not known
   * @param responder signs the answers
   */
  public void prepare(TestIdentity leaf, String state, TestIdentity responder) throws IOException {
    String serial =
        HexFormat.of()
            .withUpperCase()
            .formatHex(leaf.certificate().getSerialNumber().toByteArray());
    String line =
        "%s\t500101000000Z\t%s\t%s\tunknown\t/CN=asked\n"
            .formatted(state, state.equals("R") ? "250101000000Z" : "", serial);
    write("index.txt", state.equals("-") ? "" : line);
    write("root.crt", ROOT.certificatePem());
    write("root.key", ROOT.keyPem());
    write("leaf.crt", leaf.certificatePem());
    write("responder.crt", responder.certificatePem());
    write("responder.key", responder.keyPem());
  }

  /** The responder's answer to {@code request}. */
  public byte[] answer(byte[] request) throws IOException {
    Path query = Files.write(folder.resolve("query"), request);
    Path reply = folder.resolve("reply");
    openssl(
        ("ocsp -index %1$s/index.txt -CA %1$s/root.crt -rsigner %1$s/responder.crt"
                + " -rkey %1$s/responder.key -ndays 1 -reqin %2$s -respout %3$s")
            .formatted(folder, query, reply));
    return Files.readAllBytes(reply);
  }

  /** The responder's answer to a question that openssl asks about the leaf. */
  public Path answerFile(String name) throws IOException {
    Path query = folder.resolve("asked");
    openssl(
        "ocsp -issuer %1$s/root.crt -cert %1$s/leaf.crt -no_nonce -reqout %2$s"
            .formatted(folder, query));
    return Files.write(folder.resolve(name), answer(Files.readAllBytes(query)));
  }

  /** The revocation list, in DER. */
  public Path list(String name, Instant from, Instant next) throws IOException {
    String settings =
        """
        [ca]
        default_ca=c
        [c]
        database=%1$s/index.txt
        crlnumber=%1$s/number
        crl_extensions=x
        [x]
        authorityKeyIdentifier=keyid
        """;
    write("ca.cnf", settings.formatted(folder));
    write("number", "01\n");
    Path pem = folder.resolve("list.pem");
    openssl(
        ("ca -gencrl -config %1$s/ca.cnf -keyfile %1$s/root.key -cert %1$s/root.crt -md sha256"
                + " -crl_lastupdate %2$s -crl_nextupdate %3$s -out %4$s")
            .formatted(folder, TIME.format(from), TIME.format(next), pem));
    Path der = folder.resolve(name);
    openssl("crl -in %s -outform DER -out %s".formatted(pem, der));
    return der;
  }

  private static void openssl(String command) {
    Object[] words = command.split(" ", -1);
    Peer.find("openssl").run(words).orFail();
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] element(int tag, byte[] content) {
    return join(new byte[] {(byte) tag, (byte) content.length}, content);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
