package dev.layerseal.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.compress.Compression;
import dev.layerseal.compress.Decompression;
import dev.layerseal.compress.SizeLimits;
import dev.layerseal.erofs.mkfs.ErofsUtils;
import dev.layerseal.erofs.mkfs.MkfsOptions;
import dev.layerseal.erofs.mkfs.TarIndexBuilder;
import dev.layerseal.error.LayersealException;
import dev.layerseal.verity.LeafHasher;
import dev.layerseal.verity.LeafStore;
import dev.layerseal.verity.SpillFolder;
import dev.layerseal.verity.VerityParameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a layer spends its time in. The score is operations for each second: megabytes (10^6 bytes)
 * of data, or entries of an archive.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class HotLoops {

  private static final int MEGABYTES = 16;
  private static final int ENTRIES = 10_000;
  private static final int RECORD = 512;

  private byte[] data = new byte[0];
  private byte[] gzip = new byte[0];
  private byte[] archive = new byte[0];

  /** Data that compresses to a half, and an archive of small files. */
  @Setup
  public void prepare() throws IOException {
    data = new byte[MEGABYTES * 1_000_000];
    Random random = new Random(1);
    random.nextBytes(data);
    for (int at = 0; at + 2 * RECORD <= data.length; at += 2 * RECORD) {
      Arrays.fill(data, at, at + RECORD, (byte) at);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream compressor = new GZIPOutputStream(out)) {
      compressor.write(data);
    }
    gzip = out.toByteArray();
    archive = archive();
  }

  /** Salted SHA-256 of blocks of 512 bytes. */
  @Benchmark
  @OperationsPerInvocation(MEGABYTES)
  public long leavesOf512() throws IOException {
    return leaves(VerityParameters.TAR_INDEX);
  }

  /** Salted SHA-256 of blocks of 4096 bytes. */
  @Benchmark
  @OperationsPerInvocation(MEGABYTES)
  public long leavesOf4096() throws IOException {
    return leaves(VerityParameters.FULL);
  }

  /** gzip, by megabytes of output. */
  @Benchmark
  @OperationsPerInvocation(MEGABYTES)
  public long inflate() throws LayersealException, IOException {
    byte[] buffer = new byte[1 << 17];
    long size = 0;
    try (InputStream in =
        Decompression.open(new ByteArrayInputStream(gzip), Compression.GZIP, SizeLimits.STANDARD)) {
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        size += got;
      }
    }
    return size;
  }

  /** Tar headers, tree, allocator and metadata of a tar index, by entries. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public int tarIndex() throws LayersealException, IOException {
    TarIndexBuilder builder = new TarIndexBuilder(MkfsOptions.tarIndex(ErofsUtils.V1_9));
    builder.update(archive, 0, archive.length);
    return builder.finish(new Uuid(1, 2)).metadata().length;
  }

  private long leaves(VerityParameters parameters) throws IOException {
    try (LeafStore store =
        new LeafStore(parameters.hash().size(), LeafStore.DEFAULT_BOUND, SpillFolder.standard())) {
      LeafHasher hasher = new LeafHasher(parameters, store);
      hasher.update(data, 0, data.length);
      hasher.finish();
      return store.count();
    }
  }

  /** Files of a few bytes, a hundred in each folder. */
  private static byte[] archive() {
    byte[] tar = new byte[(2 * ENTRIES + 2) * RECORD];
    for (int i = 0; i < ENTRIES; i++) {
      header(tar, 2 * i * RECORD, "folder-%d/file-%d.txt".formatted(i / 100, i));
    }
    return tar;
  }

  private static void header(byte[] tar, int at, String name) {
    put(tar, at, name);
    put(tar, at + 100, "0000644\0" + "0000000\0" + "0000000\0" + "00000000012\0" + "14524770400\0");
    put(tar, at + 148, "        0");
    put(tar, at + 257, "ustar\00000");
    int sum = 0;
    for (int i = 0; i < RECORD; i++) {
      sum += tar[at + i];
    }
    put(tar, at + 148, "%06o\0 ".formatted(sum));
    put(tar, at + RECORD, "0123456789");
  }

  private static void put(byte[] tar, int at, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    System.arraycopy(bytes, 0, tar, at, bytes.length);
  }
}
