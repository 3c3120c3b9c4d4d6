package dev.layerseal.composefs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.error.LayersealException;
import dev.layerseal.fsverity.FsVerityDigest;
import dev.layerseal.tree.FileName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What can be told about a composefs image: its dumpfile, its files, the objects it needs. */
public final class ComposefsInfo {

  private static final int FLUSH = 1 << 16;

  /** What an object takes in memory besides its path and digests. */
  private static final int OBJECT = 180;

  private static final int DIGEST = 160;

  private ComposefsInfo() {}

  /**
   * Writes the image as a canonical dumpfile.
   *
   * @param top which names in the root to show
   */
  public static void dump(ComposefsReader image, Predicate<FileName> top, OutputStream out)
      throws IOException, LayersealException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    image.walk(
        top,
        (path, file, first) -> {
          file.write(lines, path, first.orElse(null));
          flush(lines, out, FLUSH);
        });
    flush(lines, out, 0);
  }

  /** Writes one line for each file: its path, and where a link or a backing file is. */
  public static void list(ComposefsReader image, Predicate<FileName> top, OutputStream out)
      throws IOException, LayersealException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    image.walk(
        top,
        (path, file, first) -> {
          if (path.length == 0) {
            return;
          }
          lines.write('/');
          escapeButSpace(lines, path);
          byte[] payload = file.payload();
          if (file.type() == FileType.DIRECTORY) {
            text(lines, "/\t");
          } else if (first.isEmpty() && file.type() == FileType.SYMLINK && payload != null) {
            text(lines, "\t-> ");
            DumpfileEscapes.escape(lines, payload, false);
          } else if (first.isEmpty() && payload != null) {
            text(lines, "\t@ ");
            DumpfileEscapes.escape(lines, payload, false);
          }
          lines.write('\n');
          flush(lines, out, FLUSH);
        });
    flush(lines, out, 0);
  }

  /** Adds the backing paths of all regular files to {@code objects}. */
  public static void objects(
      ComposefsReader image, Predicate<FileName> top, NavigableSet<byte[]> objects)
      throws IOException, LayersealException {
    TreeBudget budget = TreeBudget.ofHalfTheHeap();
    image.walk(
        top,
        (path, file, first) -> {
          byte[] payload = file.payload();
          if (file.type() == FileType.REGULAR && payload != null && objects.add(payload)) {
            budget.take(OBJECT + payload.length);
          }
        });
  }

  /**
   * Adds the backing paths of all regular files to {@code objects}, each with the digests that
   * files say it has; none where a file has no digest.
   */
  public static void needed(
      ComposefsReader image, NavigableMap<byte[], Set<FsVerityDigest>> objects)
      throws IOException, LayersealException {
    TreeBudget budget = TreeBudget.ofHalfTheHeap();
    image.walk(
        any -> true,
        (path, file, first) -> {
          byte[] payload = file.payload();
          if (file.type() == FileType.REGULAR && payload != null) {
            if (!objects.containsKey(payload)) {
              budget.take(OBJECT + payload.length);
            }
            Set<FsVerityDigest> digests = objects.computeIfAbsent(payload, key -> new TreeSet<>());
            if (file.digest() != null && digests.add(file.digest())) {
              budget.take(DIGEST);
            }
          }
        });
  }

  /** A set of paths, in the order of their bytes. */
  public static NavigableSet<byte[]> paths() {
    return new TreeSet<>(Arrays::compareUnsigned);
  }

  /** A map from paths, in the order of their bytes. */
  public static <V> NavigableMap<byte[], V> byPath() {
    return new TreeMap<>(Arrays::compareUnsigned);
  }

  private static void escapeButSpace(ByteArrayOutputStream out, byte[] value) {
    for (byte b : value) {
      if (b == ' ') {
        out.write(b);
      } else {
        DumpfileEscapes.escape(out, new byte[] {b}, false);
      }
    }
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(ISO_8859_1));
  }

  private static void flush(ByteArrayOutputStream lines, OutputStream out, int above)
      throws IOException {
    if (lines.size() > above) {
      lines.writeTo(out);
      lines.reset();
    }
  }
}
