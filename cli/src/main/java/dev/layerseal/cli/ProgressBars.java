package dev.layerseal.cli;

import dev.layerseal.seal.ConversionListener;
import dev.layerseal.seal.ConvertedLayer;
import dev.layerseal.seal.LayerSource;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How far layers are: where a person watches, one bar for each layer in work, redrawn in place;
 * elsewhere one line for each layer that is done. Safe for use by several threads.
 */
final class ProgressBars implements ConversionListener, AutoCloseable {

  private static final int BAR_WIDTH = 24;
  private static final long REDRAW_NANOS = 100_000_000;
  private static final String ERASE_LINE = "\033[2K";

  private final PrintStream out;
  private final boolean bars;
  private final boolean quiet;
  private final LongSupplier nanos;
  private final Map<LayerSource, Layer> working = new LinkedHashMap<>();
  private int drawn;
  private long drawnAt = Long.MIN_VALUE;

  private static final class Layer {
    final long startedAt;
    long bytes;

    Layer(long startedAt) {
      this.startedAt = startedAt;
    }
  }

  ProgressBars(Terminal terminal) {
    this(terminal.messageStream(), terminal.isInteractive(), terminal.isQuiet(), System::nanoTime);
  }

  /**
   * @param bars whether {@code out} is a screen
   */
  ProgressBars(PrintStream out, boolean bars, boolean quiet, LongSupplier nanos) {
    this.out = out;
    this.bars = bars;
    this.quiet = quiet;
    this.nanos = nanos;
  }

  @Override
  public synchronized void fetched(LayerSource layer, long bytes) {
    if (quiet) {
      return;
    }
    long now = nanos.getAsLong();
    working.computeIfAbsent(layer, any -> new Layer(now)).bytes = bytes;
    if (bars && (drawnAt == Long.MIN_VALUE || now - drawnAt >= REDRAW_NANOS)) {
      redraw(now);
    }
  }

  @Override
  public synchronized void converted(LayerSource layer, ConvertedLayer result) {
    if (quiet) {
      return;
    }
    long now = nanos.getAsLong();
    Layer done = working.remove(layer);
    erase();
    long started = done == null ? now : done.startedAt;
    out.printf(
        Locale.ROOT,
        "%s: %s in %.1f s%n",
        layer.label(),
        bytes(layer.size()),
        (now - started) / 1e9);
    if (bars) {
      redraw(now);
    }
  }

  /** Takes the bars off the screen. */
  @Override
  public synchronized void close() {
    erase();
    out.flush();
    working.clear();
  }

  private void redraw(long now) {
    erase();
    working.forEach((source, layer) -> out.println(line(source, layer, now)));
    out.flush();
    drawn = working.size();
    drawnAt = now;
  }

  private void erase() {
    for (; drawn > 0; drawn--) {
      out.print("\033[A\r" + ERASE_LINE);
    }
  }

  private static String line(LayerSource source, Layer layer, long now) {
    double share = source.size() == 0 ? 1 : Math.min(1, (double) layer.bytes / source.size());
    int full = (int) (share * BAR_WIDTH);
    double seconds = Math.max(1e-3, (now - layer.startedAt) / 1e9);
    double rate = layer.bytes / seconds;
    String left =
        rate < 1
            ? ""
            : String.format(Locale.ROOT, "%.0f s left", (source.size() - layer.bytes) / rate);
    return String.format(
        Locale.ROOT,
        "%s [%s%s] %s of %s  %s/s  %s",
        shortened(source.label()),
        "#".repeat(full),
        "-".repeat(BAR_WIDTH - full),
        bytes(layer.bytes),
        bytes(source.size()),
        bytes((long) rate),
        left);
  }

  /** Enough of a digest to tell layers apart, so that a bar fits a line of 80 columns. */
  private static String shortened(String label) {
    return label.length() <= 20 ? label : label.substring(0, 20);
  }

  /** A size for people, in powers of ten. */
  static String bytes(long count) {
    if (count < 1000) {
      return count + " B";
    }
    String[] units = {"kB", "MB", "GB", "TB"};
    double value = count;
    int unit = -1;
    do {
      value /= 1000;
      unit++;
    } while (value >= 999.5 && unit < units.length - 1);
    return String.format(Locale.ROOT, value < 9.95 ? "%.1f %s" : "%.0f %s", value, units[unit]);
  }
}
