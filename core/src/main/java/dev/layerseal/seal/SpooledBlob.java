package dev.layerseal.seal;

import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.store.BlobSource;
import dev.layerseal.verity.SpillFolder;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A blob in a temporary file that only its owner can read, until it is closed. */
public final class SpooledBlob implements BlobSource, Closeable {

  private static final int BUFFER_SIZE = 1 << 16;

  private final FileChannel file;

  private SpooledBlob(FileChannel file) {
    this.file = file;
  }

  public static SpooledBlob create(SpillFolder folder) throws IOException {
    return new SpooledBlob(folder.open("blob"));
  }

  /** Takes over a file, which is removed when the blob is closed or where that fails. */
  public static SpooledBlob adopt(Path path) throws IOException {
    return new SpooledBlob(SpillFolder.adopt(path));
  }

  /** The file, for writing. */
  public FileChannel file() {
    return file;
  }

  /** Names the content, which is read for its digest. */
  public Descriptor describe(String mediaType) throws IOException {
    MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
    byte[] buffer = new byte[BUFFER_SIZE];
    try (InputStream in = open()) {
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        digest.update(buffer, 0, got);
      }
    }
    Digest named = Digest.of(Digest.Algorithm.SHA256, digest.digest());
    return Descriptor.of(mediaType, named, file.size());
  }

  /** A stream of its own over the whole content; closing it leaves the file open. */
  @Override
  public InputStream open() {
    return new Content();
  }

  /** Removes the file. */
  @Override
  public void close() throws IOException {
    file.close();
  }

  private final class Content extends InputStream {

    private long position;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] out, int at, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int got = file.read(ByteBuffer.wrap(out, at, Math.min(length, BUFFER_SIZE)), position);
      position += Math.max(0, got);
      return got;
    }
  }
}
