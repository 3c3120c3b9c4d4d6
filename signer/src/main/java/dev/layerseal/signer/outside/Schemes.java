package dev.layerseal.signer.outside;

import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.KeySpec;
import dev.layerseal.x509.SignatureScheme;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The schemes of a key, by the names that they have in a folder. */
final class Schemes {

  private static final List<String> HASHES = List.of("SHA-256", "SHA-384", "SHA-512");

  private Schemes() {}

  static Optional<SignatureScheme> parse(CertificateChain chain, String name) {
    return KeySpec.of(chain.leaf().getPublicKey()).stream()
        .flatMap(
            spec ->
                Stream.concat(
                    Stream.of(SignatureScheme.notary(spec)),
                    HASHES.stream().map(hash -> SignatureScheme.pkcs7(spec, hash))))
        .filter(scheme -> scheme.toString().equals(name))
        .findFirst();
  }
}
