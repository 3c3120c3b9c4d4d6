package dev.layerseal.oci.store;

import dev.layerseal.error.UnsupportedFeatureException;

/** How many bytes of referrers are read for one image: anybody may push as many as he likes. */
public final class ReadBudget {

  private final String what;
  private final long most;
  private long used;

  /**
   * @param what is read, for messages
   * @param most bytes in all
   */
  public ReadBudget(String what, long most) {
    this.what = what;
    this.most = most;
  }

  /** Counts {@code size} bytes, before they are read. */
  public void take(long size) throws UnsupportedFeatureException {
    if (size > most - used) {
      throw new UnsupportedFeatureException(
          "not looked at: the %s of one image have more than %d MiB".formatted(what, most >> 20));
    }
    used += size;
  }
}
