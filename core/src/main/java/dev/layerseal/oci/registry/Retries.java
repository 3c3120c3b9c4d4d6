package dev.layerseal.oci.registry;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;

/**
 * How often a call is tried again that may be made twice, and how long to wait before.
 *
 * @param attempts most times that a call is made, 1 or more
 * @param first wait before the second attempt; it doubles from then on
 * @param longest wait, whatever the registry asks for
 */
public record Retries(int attempts, Duration first, Duration longest) {

  public static final Retries DEFAULT =
      new Retries(5, Duration.ofMillis(500), Duration.ofSeconds(30));

  /**
   * Waits before attempt {@code next}, the second being 1; as long as the registry said, if it did.
   */
  void pause(int next, Optional<Duration> asked) throws InterruptedIOException {
    Duration wait = asked.orElse(first.multipliedBy(1L << Math.min(next - 1, 20)));
    try {
      Thread.sleep(Math.min(wait.toMillis(), longest.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a registry");
    }
  }
}
