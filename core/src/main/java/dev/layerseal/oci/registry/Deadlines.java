package dev.layerseal.oci.registry;

import java.time.Duration;

/**
 * How long a registry may take.
 *
 * @param connect to accept a connection
 * @param silence between two pieces of an answer, or before its first
 * @param call for a whole answer that is kept in memory; a blob gets so long and a second more for
 *     every 16 KiB
 */
public record Deadlines(Duration connect, Duration silence, Duration call) {

  public static final Deadlines DEFAULT = of(Duration.ofSeconds(60));

  private static final int SLOWEST = 16 << 10;

  /** Deadlines from the one number that users give: the longest silence. */
  public static Deadlines of(Duration silence) {
    return new Deadlines(silence, silence, silence.multipliedBy(5));
  }

  /** The longest time for a blob of {@code size} bytes. */
  Duration blob(long size) {
    return call.plusSeconds(size / SLOWEST);
  }
}
