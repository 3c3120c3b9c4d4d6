package dev.layerseal.composefs.oci;

import dev.layerseal.error.FormatException;

/**
 * What the root of a merged image is like. Layers rarely have an entry for it, and runtimes do not
 * heed it, so that it is settled by rule.
 */
public enum RootMetadata {
  /**
   * All rules of composefs-rs now: root as {@code /usr}, which has to be there; {@code /run} empty
   * and as old as {@code /usr}; no xattrs but {@code security.capability}.
   */
  USR("usr"),
  /**
   * The older rules of composefs: as the uppermost layer that has an entry for the root says; where
   * none has, as {@link #FIXED}. Everything else stays as the layers have it.
   */
  ENTRY("entry"),
  /** Mode 0555, owner 0:0, the newest time of all files, whatever the layers say. */
  FIXED("0555"),
  /**
   * Nothing is changed; a root that no layer has an entry for has mode, owner and time 0. So
   * composefs-rs treats a layer alone.
   */
  NONE("none");

  private final String text;

  RootMetadata(String text) {
    this.text = text;
  }

  /**
   * The rule called {@code usr}, {@code entry}, {@code 0555} or {@code none}.
   *
   * @throws FormatException for any other name
   */
  public static RootMetadata parse(String name) throws FormatException {
    for (RootMetadata rule : values()) {
      if (rule.text.equals(name)) {
        return rule;
      }
    }
    throw new FormatException("root metadata is " + name + ", expected usr, entry, 0555 or none");
  }

  @Override
  public String toString() {
    return text;
  }
}
