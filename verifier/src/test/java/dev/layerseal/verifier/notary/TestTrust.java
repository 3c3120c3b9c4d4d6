package dev.layerseal.verifier.notary;

import dev.layerseal.oci.Descriptor;
import dev.layerseal.testdata.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/** A signer, what it signs, and a configuration folder that trusts it. */
final class TestTrust {

  static final TestIdentity ROOT = TestIdentity.root("p256");
  static final TestIdentity LEAF = ROOT.leaf("leaf", "p256");
  static final List<X509Certificate> CHAIN = List.of(LEAF.certificate(), ROOT.certificate());
  static final Descriptor IMAGE = NotationVectors.image();
  static final String PAYLOAD =
      "{\"targetArtifact\":{\"digest\":\"%s\",\"mediaType\":\"%s\",\"size\":%d}}"
          .formatted(IMAGE.digest(), IMAGE.mediaType(), IMAGE.size());
  static final String HEADER =
      "{\"alg\":\"ES256\",\"crit\":[\"io.cncf.notary.signingScheme\"],"
          + "\"cty\":\"application/vnd.cncf.notary.payload.v1+json\","
          + "\"io.cncf.notary.signingScheme\":\"notary.x509\","
          + "\"io.cncf.notary.signingTime\":\"2024-06-01T00:00:00Z\"}";

  /** The same for a signing authority, which vouches for the time. */
  static final String AUTHORITY_HEADER =
      "{\"alg\":\"ES256\",\"crit\":[\"io.cncf.notary.signingScheme\","
          + "\"io.cncf.notary.authenticSigningTime\"],"
          + "\"cty\":\"application/vnd.cncf.notary.payload.v1+json\","
          + "\"io.cncf.notary.authenticSigningTime\":\"2024-06-01T00:00:00Z\","
          + "\"io.cncf.notary.signingScheme\":\"notary.x509.signingAuthority\"}";

  static final long TIME = 1_717_200_000L;
  static final String POLICY = policy("strict", "\"ca:test\"", "\"*\"");

  private TestTrust() {}

  static String policy(String level, String stores, String identities) {
    return """
        {"version":"1.0","trustPolicies":[{"name":"test","registryScopes":["*"],
         "signatureVerification":{"level":"%s"},
         "trustStores":[%s],"trustedIdentities":[%s]}]}
        """
        .formatted(level, stores, identities);
  }

  /** Makes {@code config} a configuration folder with every store that the policies name. */
  static void write(Path config) throws IOException {
    store(config, "ca/test", ROOT);
    store(config, "ca/other", TestIdentity.root("p384"));
    store(config, "signingAuthority/test", ROOT);
    store(config, "tsa/test", ROOT);
    store(config, "ca/leaf", LEAF);
    Files.createDirectories(config.resolve("truststore/x509/ca/empty"));
  }

  private static void store(Path config, String name, TestIdentity trusted) throws IOException {
    Path folder = Files.createDirectories(config.resolve("truststore/x509").resolve(name));
    Files.writeString(folder.resolve("certificate.crt"), trusted.certificatePem());
  }
}
