package dev.layerseal.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.SigningException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Reference;
import dev.layerseal.testdata.registry.Answer;
import dev.layerseal.testdata.registry.FaultyRegistry;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

  private static final byte[] CONTENT = {1, 2, 3};
  private static final Descriptor BLOB = Descriptor.of("a/b", CONTENT);
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder = Path.of("");

  private record Identity(X509Certificate certificate, KeyPair keys) {}

  private static Identity identity(String name) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair keys = generator.generateKeyPair();
    X500Name subject = new X500Name("CN=" + name);
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            subject,
            BigInteger.ONE,
            Date.from(now.minusSeconds(3600)),
            Date.from(now.plusSeconds(3600)),
            subject,
            keys.getPublic());
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
    return new Identity(
        new JcaX509CertificateConverter()
            .getCertificate(
                builder.build(
                    new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))),
        keys);
  }

  private static SSLContext server(Identity own, Identity trusted) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "server", own.keys().getPrivate(), PASSWORD, new X509Certificate[] {own.certificate()});
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("client", trusted.certificate());
    KeyManagerFactory keyManagers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(keys, PASSWORD);
    TrustManagerFactory trustManagers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trustManagers.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
    return context;
  }

  private Path pem(String name, String kind, byte[] der) throws IOException {
    String text =
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
            .formatted(kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der));
    return Files.write(folder.resolve(name), text.getBytes(UTF_8));
  }

  private static RegistryStore open(FaultyRegistry registry, RegistrySettings.Tls tls)
      throws LayersealException, IOException {
    return RegistryStore.open(
        Reference.parse(registry.address() + "/app"), RegistryContract.QUICK.withTls(tls));
  }

  @Test
  void speaksTlsWithAnAuthorityAndAClientCertificate() throws Exception {
    Identity server = identity("server");
    Identity client = identity("client");
    Optional<Path> authority =
        Optional.of(pem("ca.pem", "CERTIFICATE", server.certificate().getEncoded()));
    Optional<Path> certificate =
        Optional.of(pem("client.pem", "CERTIFICATE", client.certificate().getEncoded()));
    Optional<Path> key =
        Optional.of(pem("key.pem", "PRIVATE KEY", client.keys().getPrivate().getEncoded()));
    try (FaultyRegistry registry = FaultyRegistry.start(server(server, client), true)) {
      registry.putBlob("app", CONTENT);
      assertEquals(
          3,
          open(registry, new RegistrySettings.Tls(authority, certificate, key))
              .fetchBlob(BLOB, 3)
              .length);
      RegistryStore nameless =
          open(registry, new RegistrySettings.Tls(authority, Optional.empty(), Optional.empty()));
      assertThrows(RegistryException.class, () -> nameless.fetchBlob(BLOB, 3));
      RegistryStore trustless =
          open(registry, new RegistrySettings.Tls(certificate, certificate, key));
      RegistryException e =
          assertThrows(RegistryException.class, () -> trustless.fetchBlob(BLOB, 3));
      assertTrue(e.hint().orElse("").contains("--ca-file"), e.getMessage());
    }
  }

  @Test
  void endsAnUploadThatNobodyReads() throws Exception {
    Identity server = identity("server");
    Optional<Path> authority =
        Optional.of(pem("ca.pem", "CERTIFICATE", server.certificate().getEncoded()));
    byte[] content = new byte[32 << 20];
    try (FaultyRegistry registry = FaultyRegistry.start(server(server, server), false)) {
      registry.leaveUnread("/v2/app/blobs/uploads/.+");
      RegistryStore store =
          RegistryStore.open(
              Reference.parse(registry.address() + "/app"),
              FaultsTest.hurry(Duration.ofSeconds(1), Duration.ofSeconds(20))
                  .withTls(
                      new RegistrySettings.Tls(authority, Optional.empty(), Optional.empty())));
      FaultsTest.assertTooLong(() -> store.pushBlob(Descriptor.of("a/b", content), content));
    }
  }

  @Test
  void saysThatTheRegistrySpeaksPlainHttp() throws Exception {
    byte[] answer = "HTTP/1.0 400 Bad Request\r\n\r\nTLS was sent".getBytes(UTF_8);
    Identity client = identity("client");
    Optional<Path> authority =
        Optional.of(pem("ca.pem", "CERTIFICATE", client.certificate().getEncoded()));
    try (ServerSocket plain = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      Thread server = new Thread(() -> answerAll(plain, answer), "plain");
      server.start();
      RegistryStore store =
          RegistryStore.open(
              Reference.parse("127.0.0.1:" + plain.getLocalPort() + "/app"),
              RegistryContract.QUICK.withTls(
                  new RegistrySettings.Tls(authority, Optional.empty(), Optional.empty())));
      RegistryException e = assertThrows(RegistryException.class, () -> store.fetchBlob(BLOB, 3));
      assertEquals(
          Optional.of("the registry may speak plain HTTP: --plain-http"), e.hint(), e.getMessage());
    }
  }

  /** Ends when the socket is closed. */
  private static void answerAll(ServerSocket server, byte[] answer) {
    try {
      while (true) {
        try (Socket caller = server.accept()) {
          caller.getInputStream().read(new byte[1024]);
          caller.getOutputStream().write(answer);
        }
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  @Test
  void staysWithTlsWhateverTheRegistrySays() throws Exception {
    Identity server = identity("server");
    Optional<Path> authority =
        Optional.of(pem("ca.pem", "CERTIFICATE", server.certificate().getEncoded()));
    try (FaultyRegistry plain = FaultyRegistry.start();
        FaultyRegistry registry = FaultyRegistry.start(server(server, server), false)) {
      plain.serve("/blob", Answer.of(200, CONTENT));
      plain.serve("/token", Answer.of(200, FaultyRegistry.json("{'token':'x'}")));
      RegistryStore store =
          open(registry, new RegistrySettings.Tls(authority, Optional.empty(), Optional.empty()));
      registry.fault(
          "GET",
          ".*/blobs/.*",
          1,
          answer -> Answer.of(307).with("Location", plain.url() + "/blob"));
      assertPlainHttpRefused(() -> store.fetchBlob(BLOB, 3));
      registry.fault(
          "POST",
          ".*/uploads/.*",
          1,
          answer -> Answer.of(202).with("Location", plain.url() + "/upload"));
      assertPlainHttpRefused(() -> store.pushBlob(BLOB, CONTENT));
      registry.authenticate(
          "a", "b", "Bearer realm=\"" + plain.url().replace("%", "%%") + "/token\"");
      assertPlainHttpRefused(() -> store.fetchBlob(BLOB, 3));
      assertEquals(0, plain.requests().size());
    }
  }

  private static void assertPlainHttpRefused(org.junit.jupiter.api.function.Executable action) {
    String message = String.valueOf(assertThrows(RegistryException.class, action).getMessage());
    assertTrue(message.contains("plain http"), message);
  }

  @Test
  void saysWhyFilesCannotBeUsed() throws Exception {
    Identity client = identity("client");
    Optional<Path> none = Optional.empty();
    Optional<Path> certificate =
        Optional.of(pem("client.pem", "CERTIFICATE", client.certificate().getEncoded()));
    Optional<Path> text = Optional.of(Files.writeString(folder.resolve("text"), "text"));
    Optional<Path> old =
        Optional.of(pem("old.pem", "EC PRIVATE KEY", client.keys().getPrivate().getEncoded()));
    Optional<Path> rsa =
        Optional.of(
            pem(
                "rsa.pem",
                "PRIVATE KEY",
                KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded()));
    assertUnusable(new RegistrySettings.Tls(none, certificate, none));
    assertUnusable(new RegistrySettings.Tls(text, none, none));
    assertUnusable(new RegistrySettings.Tls(none, certificate, text));
    assertUnusable(new RegistrySettings.Tls(none, certificate, old));
    assertUnusable(new RegistrySettings.Tls(none, certificate, rsa));
    assertThrows(
        IOException.class,
        () ->
            TlsContext.of(new RegistrySettings.Tls(Optional.of(folder.resolve("no")), none, none)));
  }

  private static void assertUnusable(RegistrySettings.Tls tls) {
    assertThrows(SigningException.class, () -> TlsContext.of(tls));
  }
}
