package dev.layerseal.erofs.mkfs;

import dev.layerseal.bytes.Uuid;
import dev.layerseal.erofs.mkfs.ImageSegment.File;
import dev.layerseal.error.LayersealException;
import dev.layerseal.tar.TarEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Plans the image of an archive that is pushed in pieces of any length. The content of files goes
 * to a {@link FileSink} in the order of the archive; the plan says where in the image it belongs.
 *
 * <p>Not safe for use by several threads. After an exception it must not be used again.
 */
public final class ImageBuilder {

  private static final int SEGMENT = 48;

  private final Reader reader;

  /** Everything as the layer has it. */
  public ImageBuilder(MkfsOptions options, FileSink sink) {
    this(options, FileAttributes.OF_LAYER, sink);
  }

  /**
   * @throws IllegalArgumentException when the options ask for a tar index
   */
  public ImageBuilder(MkfsOptions options, FileAttributes attributes, FileSink sink) {
    if (options.tarIndex()) {
      throw new IllegalArgumentException("options of a tar index");
    }
    reader = new Reader(options, attributes, sink);
  }

  /** Takes the next bytes of the archive. */
  public void update(byte[] buffer, int offset, int length) throws LayersealException, IOException {
    reader.parser.update(buffer, offset, length);
  }

  /**
   * Takes the end of the archive.
   *
   * @param source what the sink took; asked only where ends of files are stored inline
   */
  public ImagePlan finish(Uuid uuid, FileSource source) throws LayersealException, IOException {
    return reader.plan(source).withUuid(uuid);
  }

  private static final class Reader extends LayerReader {

    private final FileSink sink;
    private final List<File> placed = new ArrayList<>();
    private int files;
    private boolean discard;

    Reader(MkfsOptions options, FileAttributes attributes, FileSink sink) {
      super(options, attributes);
      this.sink = sink;
    }

    @Override
    void content(Node node, TarEntry entry) throws LayersealException, IOException {
      discard = !node.isRegular() && !options.placesContentAtOnce();
      if (discard) {
        return;
      }
      int file = files++;
      node.content = file;
      budget.take(SEGMENT);
      if (options.placesContentAtOnce()) {
        node.data = places.placeContent(entry.size());
        node.union = (int) node.data.start;
        placed.add(new File(node.data.start, file, entry.size()));
        sink.place(node.data.start);
      }
      sink.begin(file, entry.size());
    }

    @Override
    public void data(byte[] buffer, int offset, int length) throws IOException {
      if (!discard) {
        sink.data(buffer, offset, length);
      }
    }

    ImagePlan plan(FileSource source) throws LayersealException, IOException {
      MetadataWriter metadata = writeMetadata();
      writeSuperblock(tree.root(), metadata);
      List<ImageSegment> segments = new ArrayList<>(metadata.segments());
      segments.addAll(placed.isEmpty() ? contentSegments(metadata, source) : placed);
      segments.sort(Comparator.comparingLong(ImageSegment::block));
      return new ImagePlan(
          options, plan.blocks(), metadata.bytes(), segments, parser.consumed(), warnings);
    }
  }
}
