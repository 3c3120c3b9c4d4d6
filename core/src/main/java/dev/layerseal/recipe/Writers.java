package dev.layerseal.recipe;

import dev.layerseal.erofs.mkfs.ErofsUtils;
import dev.layerseal.error.UnsupportedFeatureException;

/** The spelling of erofs-utils releases in recipes. */
final class Writers {

  private Writers() {}

  static ErofsUtils parse(String text) throws UnsupportedFeatureException {
    return switch (text) {
      case "1.8" -> ErofsUtils.V1_8;
      case "1.9" -> ErofsUtils.V1_9;
      default ->
          throw new UnsupportedFeatureException(
              "erofs-utils \"%s\" is not known, expected 1.8 or 1.9".formatted(text));
    };
  }

  static String text(ErofsUtils writer) {
    return writer == ErofsUtils.V1_8 ? "1.8" : "1.9";
  }
}
