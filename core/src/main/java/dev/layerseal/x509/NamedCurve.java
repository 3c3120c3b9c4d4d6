package dev.layerseal.x509;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.List;

/** Tells the NIST curves from others of the same size, such as the ones of secp256k1. */
final class NamedCurve {

  private static final List<ECParameterSpec> NIST =
      List.of(parameters("secp256r1"), parameters("secp384r1"), parameters("secp521r1"));

  private NamedCurve() {}

  static boolean known(ECParameterSpec curve) {
    return NIST.stream()
        .anyMatch(
            nist ->
                nist.getCurve().equals(curve.getCurve())
                    && nist.getGenerator().equals(curve.getGenerator())
                    && nist.getOrder().equals(curve.getOrder()));
  }

  private static ECParameterSpec parameters(String name) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(name));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no curve " + name, e);
    }
  }
}
