package dev.layerseal.oci.registry;

import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Breaks a connection off when the head of the answer does not come: not for as long as silence is
 * allowed after the last byte of the request was taken, or not before the deadline of the call.
 * Sockets themselves bound only reading, and each piece alone.
 */
final class Watch extends TimerTask implements AutoCloseable {

  private static final Timer TIMER = new Timer("layerseal-watch", true);

  private final HttpURLConnection connection;
  private final long deadline;
  private volatile long sent;
  private volatile boolean struck;
  private long before;

  private Watch(HttpURLConnection connection, Duration call) {
    this.connection = connection;
    this.deadline = System.nanoTime() + call.toNanos();
  }

  static Watch over(HttpURLConnection connection, Duration silence, Duration call) {
    Watch watch = new Watch(connection, call);
    long period = Math.max(1, Math.min(silence.toMillis(), call.toMillis()));
    TIMER.schedule(watch, period, period);
    return watch;
  }

  /** Says that the network took so many bytes in all. Called by one thread. */
  void sent(long bytes) {
    sent = bytes;
  }

  boolean struck() {
    return struck;
  }

  @Override
  public void run() {
    if (before == sent || System.nanoTime() >= deadline) {
      struck = true;
      cancel();
      breakOff();
    }
    before = sent;
  }

  private void breakOff() {
    try {
      connection.disconnect();
    } catch (NullPointerException e) {
      // The other thread gave the connection up at the same moment. This one has to live on.
    }
  }

  @Override
  public void close() {
    cancel();
  }
}
