package dev.layerseal.signer.outside;

import dev.layerseal.x509.SignatureScheme;
import java.util.List;
import java.util.Locale;

/** The text that goes along with a folder: what to do with each file. */
final class OpensslCommands {

  private OpensslCommands() {}

  static String readme(List<SigningTask> tasks) {
    StringBuilder text =
        new StringBuilder(
            """
            Each .tbs file here waits for a signature by the key of certificates.pem, in a .sig file of the same name.
            The bytes of the file are what is signed, whole and without a line end.
            Then: layerseal sign --complete THIS-FOLDER

            With openssl, KEY being the private key (a file, or a URI of a provider):

            """);
    tasks.forEach(task -> text.append("  ").append(command(task)).append('\n'));
    text.append(
        """

        The second form of openssl gives the same:

        """);
    tasks.forEach(task -> text.append("  ").append(pkeyutl(task)).append('\n'));
    text.append("\nFor other tools:\n\n");
    tasks.forEach(
        task -> text.append("  %s  %s%n".formatted(task.messageFile(), words(task.scheme()))));
    return text.toString();
  }

  private static String command(SigningTask task) {
    String padding =
        task.scheme().kind() == SignatureScheme.Kind.RSASSA_PSS
            ? " -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest"
            : "";
    return "openssl dgst -%s%s -sign KEY -out %s %s"
        .formatted(hash(task), padding, task.signatureFile(), task.messageFile());
  }

  private static String pkeyutl(SigningTask task) {
    String padding =
        task.scheme().kind() == SignatureScheme.Kind.RSASSA_PSS
            ? " -pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:digest"
            : "";
    return "openssl pkeyutl -sign -rawin -digest %s%s -inkey KEY -in %s -out %s"
        .formatted(hash(task), padding, task.messageFile(), task.signatureFile());
  }

  private static String words(SignatureScheme scheme) {
    return switch (scheme.kind()) {
      case RSASSA_PSS ->
          "RSASSA-PSS, %1$s, MGF1 with %1$s, salt as long as the hash".formatted(scheme.hash());
      case RSASSA_PKCS1_V1_5 -> "RSASSA-PKCS1-v1_5, " + scheme.hash();
      case ECDSA_DER, ECDSA_RAW ->
          "ECDSA, %s, as a DER sequence or as r and s side by side".formatted(scheme.hash());
    };
  }

  private static String hash(SigningTask task) {
    return task.scheme().hash().replace("-", "").toLowerCase(Locale.ROOT);
  }
}
