package dev.layerseal.verifier.notary;

import dev.layerseal.error.LayersealException;
import dev.layerseal.notary.EnvelopeFormat;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.verifier.revocation.CertificateRevocation;
import dev.layerseal.verifier.revocation.RevocationChecker;
import dev.layerseal.verifier.revocation.RevocationReport;
import dev.layerseal.verifier.revocation.RevocationStatus;
import dev.layerseal.verifier.trust.PolicyStatement;
import dev.layerseal.verifier.trust.SignerTrust;
import dev.layerseal.verifier.trust.StoreName;
import dev.layerseal.verifier.trust.TrustPolicy;
import dev.layerseal.verifier.trust.TrustStore;
import dev.layerseal.x509.Certificates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The signatures that notation wrote, and the configuration that it verified them with. */
public final class NotationVectors {

  public static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  /** Says of every certificate that nobody can be asked. */
  public static final RevocationChecker NOBODY_TO_ASK =
      (chain, now, signed) ->
          new RevocationReport(
              chain.certificates().stream()
                  .map(c -> new CertificateRevocation(c, RevocationStatus.NOT_REVOCABLE, ""))
                  .toList());

  private static final List<String> KEYS =
      List.of(
          "rsa2048", "rsa3072", "rsa4096", "p256", "p384", "p521", "chain3", "self", "ts", "exp");

  private NotationVectors() {}

  public static Stream<String> names() {
    return KEYS.stream().flatMap(key -> Stream.of(key + "-jws", key + "-cose"));
  }

  public static EnvelopeFormat format(String name) {
    return name.endsWith("-jws") ? EnvelopeFormat.JWS : EnvelopeFormat.COSE;
  }

  public static byte[] envelope(String name) {
    return read("signatures/%s/envelope.%s".formatted(name, format(name)));
  }

  /** The signed image. */
  public static Descriptor image() {
    return Descriptor.of("application/vnd.oci.image.manifest.v1+json", read("image/manifest.json"));
  }

  public static PolicyStatement policy(String file) throws LayersealException {
    return TrustPolicy.decode(read("config/" + file)).statementFor("registry.example/app");
  }

  public static SignerTrust trust() throws LayersealException {
    return new SignerTrust(policy("trustpolicy.json"), store());
  }

  public static TrustStore store() throws LayersealException {
    List<X509Certificate> roots = new ArrayList<>();
    for (String name : List.of("rsa2048", "rsa3072", "rsa4096", "p256", "p384", "p521")) {
      roots.addAll(certificates("config/truststore/x509/ca/vectors/root-%s.crt".formatted(name)));
    }
    Map<StoreName, List<X509Certificate>> stores = new LinkedHashMap<>();
    stores.put(StoreName.parse("ca:vectors"), roots);
    stores.put(
        StoreName.parse("ca:selfsigned"),
        certificates("config/truststore/x509/ca/selfsigned/self.crt"));
    stores.put(
        StoreName.parse("tsa:vectors"),
        certificates("config/truststore/x509/tsa/vectors/tsaroot.crt"));
    return TrustStore.of(stores);
  }

  public static List<X509Certificate> certificates(String path) throws LayersealException {
    return Certificates.parse(read(path));
  }

  public static byte[] read(String path) {
    try (InputStream in = NotationVectors.class.getResourceAsStream("/vectors/notary/" + path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
