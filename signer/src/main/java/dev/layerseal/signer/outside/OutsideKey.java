package dev.layerseal.signer.outside;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.SigningException;
import dev.layerseal.signer.SigningKey;
import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.EcdsaForm;
import dev.layerseal.x509.KeySpec;
import dev.layerseal.x509.SignatureScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A key that is elsewhere: it has signed certain messages, and signs no other. */
public final class OutsideKey implements SigningKey {

  private final Path folder;
  private final CertificateChain chain;
  private final Map<String, byte[]> signatures;

  private OutsideKey(Path folder, CertificateChain chain, Map<String, byte[]> signatures) {
    this.folder = folder;
    this.chain = chain;
    this.signatures = signatures;
  }

  /**
   * The key with all signatures of a folder, each of which is verified here.
   *
   * @throws SigningException when one is missing, or does not verify with the first certificate
   */
  static OutsideKey of(PreparedFolder prepared) throws SigningException, IOException {
    Map<String, byte[]> signatures = new HashMap<>();
    for (SigningTask task : prepared.tasks()) {
      signatures.put(task.identity(), signature(prepared, task));
    }
    return new OutsideKey(prepared.folder(), prepared.chain(), signatures);
  }

  @Override
  public CertificateChain certificateChain() {
    return chain;
  }

  @Override
  public byte[] sign(byte[] message, SignatureScheme scheme) throws SigningException {
    byte[] signature = signatures.get(SigningTask.identity(message, scheme));
    if (signature == null) {
      throw new SigningException(
          "%s: nothing in it is what would be signed now: the image or the folder has changed"
              .formatted(folder),
          "prepare again",
          null);
    }
    return signature.clone();
  }

  private static byte[] signature(PreparedFolder prepared, SigningTask task)
      throws SigningException, IOException {
    Path file = prepared.folder().resolve(task.signatureFile());
    if (!Files.exists(file)) {
      throw new SigningException(
          file + ": the signature is missing",
          "sign %s as README.txt says".formatted(task.messageFile()),
          null);
    }
    try {
      byte[] signature = inForm(PreparedFolder.bytes(file), task.scheme(), prepared.chain());
      if (task.scheme().verify(prepared.chain().leaf().getPublicKey(), task.message(), signature)) {
        return signature;
      }
    } catch (FormatException e) {
      throw new SigningException("%s: no signature: %s".formatted(file, e.getMessage()), e);
    }
    throw new SigningException(
        "%s: not %s over %s by the key of the first certificate"
            .formatted(file, task.scheme(), task.messageFile()));
  }

  /** ECDSA comes in two forms, and tools give either. */
  private static byte[] inForm(byte[] bytes, SignatureScheme scheme, CertificateChain chain)
      throws FormatException {
    int field = KeySpec.of(chain.leaf().getPublicKey()).map(KeySpec::fieldBytes).orElse(0);
    boolean raw = bytes.length == 2 * field;
    return switch (scheme.kind()) {
      case ECDSA_RAW -> raw ? bytes : EcdsaForm.raw(bytes, field);
      case ECDSA_DER -> raw ? EcdsaForm.der(bytes) : bytes;
      case RSASSA_PSS, RSASSA_PKCS1_V1_5 -> bytes;
    };
  }
}
