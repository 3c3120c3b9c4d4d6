package dev.layerseal.composefs;

import dev.layerseal.fsverity.FsVerityDigest;

/** Where an object store keeps the object of a digest: {@code HH/REST}. */
final class ObjectPath {

  private static final int FOLDER = 2;

  private ObjectPath() {}

  /** Two hexadecimal digits, a slash, and the others. */
  static String of(FsVerityDigest digest) {
    String hex = digest.toString();
    return hex.substring(0, FOLDER) + '/' + hex.substring(FOLDER);
  }
}
