package dev.layerseal.plugin;

import java.math.BigInteger;

/** Versions of plugins, which are semantic versions. */
public final class PluginVersion {

  private PluginVersion() {}

  /**
   * Which of two versions is newer, by the three numbers; at equal numbers a pre-release is older
   * than a release, and two pre-releases compare as texts.
   *
   * @return negative, 0 or positive, as comparators do
   */
  public static int compare(String one, String other) {
    String[] mine = numbers(one);
    String[] theirs = numbers(other);
    for (int i = 0; i < 3; i++) {
      int difference = new BigInteger(mine[i]).compareTo(new BigInteger(theirs[i]));
      if (difference != 0) {
        return difference;
      }
    }
    String left = preRelease(one);
    String right = preRelease(other);
    if (left.isEmpty() || right.isEmpty()) {
      return Boolean.compare(left.isEmpty(), right.isEmpty());
    }
    return left.compareTo(right);
  }

  private static String[] numbers(String version) {
    return version.split("[-+]", 2)[0].split("\\.", 3);
  }

  private static String preRelease(String version) {
    String plain = version.split("\\+", 2)[0];
    int dash = plain.indexOf('-');
    return dash < 0 ? "" : plain.substring(dash + 1);
  }
}
