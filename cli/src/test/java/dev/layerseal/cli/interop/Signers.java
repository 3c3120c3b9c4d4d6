package dev.layerseal.cli.interop;

import dev.layerseal.signer.LocalKey;
import dev.layerseal.signer.SigningKey;
import dev.layerseal.testdata.TestIdentity;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys of every kind with their certificates, made at run time, and a configuration folder of
 * notation that trusts them and signs with them.
 */
final class Signers {

  static final String POLICY =
      """
      {"version":"1.0","trustPolicies":[{"name":"all","registryScopes":["*"],
       "signatureVerification":{"level":"strict"},
       "trustStores":["ca:interop"],"trustedIdentities":["*"]}]}
      """;

  private final Map<String, SigningKey> keys = new LinkedHashMap<>();
  private final Path config;

  private Signers(Path config) {
    this.config = config;
  }

  static Signers make(Path config) throws Exception {
    Signers signers = new Signers(config);
    Files.createDirectories(signers.store());
    for (String kind : List.of("rsa2048", "rsa3072", "rsa4096", "p256", "p384", "p521")) {
      TestIdentity root = TestIdentity.root(kind);
      signers.add(kind, root.leaf("leaf-" + kind, kind), root);
    }
    TestIdentity root = TestIdentity.root("p256");
    TestIdentity middle = root.intermediate("middle", "p256");
    signers.add("chain3", middle.leaf("leaf-chain3", "p256"), middle, root);
    TestIdentity self = TestIdentity.selfSigned("rsa2048");
    signers.add("self", self);
    signers.writeConfig();
    return signers;
  }

  Map<String, SigningKey> keys() {
    return keys;
  }

  Path config() {
    return config;
  }

  private Path store() {
    return config.resolve("truststore/x509/ca/interop");
  }

  private void add(String name, TestIdentity leaf, TestIdentity... issuers) throws Exception {
    List<X509Certificate> chain = new ArrayList<>(List.of(leaf.certificate()));
    for (TestIdentity issuer : issuers) {
      chain.add(issuer.certificate());
    }
    keys.put(name, LocalKey.of(leaf.key(), new CertificateChain(chain)));
    Files.writeString(config.resolve(name + ".key"), leaf.keyPem());
    Files.writeString(config.resolve(name + ".crt"), Certificates.pem(chain));
    X509Certificate last = chain.get(chain.size() - 1);
    Files.writeString(store().resolve(name + ".crt"), Certificates.pem(List.of(last)));
  }

  private void writeConfig() throws IOException {
    StringBuilder list = new StringBuilder("{\"keys\":[");
    for (String name : keys.keySet()) {
      list.append(list.charAt(list.length() - 1) == '[' ? "" : ",")
          .append(
              "{\"name\":\"%1$s\",\"keyPath\":\"%2$s/%1$s.key\",\"certPath\":\"%2$s/%1$s.crt\"}"
                  .formatted(name, config));
    }
    Files.writeString(config.resolve("signingkeys.json"), list.append("]}"));
    Files.writeString(config.resolve("trustpolicy.json"), POLICY);
  }
}
