package dev.layerseal.erofs;

import dev.layerseal.bytes.ByteReader;
import dev.layerseal.erofs.disk.ClusterIndex;
import dev.layerseal.erofs.disk.CompressionMapHeader;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import java.io.IOException;

/** Eight bytes for each logical cluster, eight bytes behind the map header. */
final class FullIndexes implements ClusterIndexes {

  private static final int GAP = 8;

  private final ImageSource source;
  private final long start;
  private final long count;
  private final int clusterSize;
  private final boolean bigClusters;

  FullIndexes(
      ImageSource source, long headerEnd, long count, int clusterSize, CompressionMapHeader header)
      throws FormatException {
    this.source = source;
    this.start = headerEnd + GAP;
    this.count = count;
    this.clusterSize = clusterSize;
    this.bigClusters =
        header.advises(CompressionMapHeader.BIG_PCLUSTER_1)
            || header.advises(CompressionMapHeader.BIG_PCLUSTER_2);
    ImageSource.checkRange(source, start, count * ClusterIndex.SIZE);
  }

  @Override
  public Lcluster at(long number) throws IOException, LayersealException {
    long position = start + number * ClusterIndex.SIZE;
    byte[] bytes = source.read(position, ClusterIndex.SIZE);
    ByteReader in = new ByteReader("cluster index", position, bytes);
    ClusterIndex index = ClusterIndex.decode(in);
    if (index.type() == ClusterIndex.NONHEAD) {
      return nonHead(index, in);
    }
    if (index.clusterOffset() >= clusterSize) {
      throw in.malformed("di_clusterofs is %d".formatted(index.clusterOffset()));
    }
    boolean partial = (index.advise() & ClusterIndex.PARTIAL) != 0;
    return Lcluster.head(index.type(), index.clusterOffset(), index.address(), partial);
  }

  private Lcluster nonHead(ClusterIndex index, ByteReader in) throws FormatException {
    int back = index.back();
    if ((back & ClusterIndex.BLOCK_COUNT) == 0) {
      return Lcluster.nonHead(back, 0);
    }
    int blocks = back & ~ClusterIndex.BLOCK_COUNT;
    if (!bigClusters) {
      throw in.malformed("a count of %d blocks has no meaning here".formatted(blocks));
    }
    return Lcluster.nonHead(1, blocks);
  }

  @Override
  public long end() {
    return start + count * ClusterIndex.SIZE;
  }
}
