package dev.layerseal.erofs;

import dev.layerseal.erofs.disk.ErofsSuperblock;
import dev.layerseal.erofs.disk.FeatureIncompat;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.UnsupportedFeatureException;
import java.io.IOException;
import java.util.List;

/**
 * Looks at everything in an image and says what breaks the format. Ends for any bytes: every inode
 * is visited once, and what is read of structures is bounded by the size of the image.
 */
public final class ImageCheck {

  /** Structures may be read so many times the size of the image, and {@link #SLACK} more. */
  private static final int OVERLAP = 4;

  private static final long SLACK = 1 << 20;

  /** Content is decompressed up to so many times the size of the image, and some more. */
  private static final int DECODED = 256;

  private static final long DECODED_SLACK = 1 << 24;

  private final CheckFindings findings = new CheckFindings();

  private ImageCheck() {}

  /**
   * Checks an image; {@code extra} are its extra devices.
   *
   * @throws UnsupportedFeatureException when the superblock asks for something unknown, so that
   *     nothing else has a meaning
   */
  public static CheckReport check(ImageSource source, List<ImageSource> extra)
      throws IOException, UnsupportedFeatureException {
    return new ImageCheck().run(source, extra);
  }

  public static CheckReport check(ImageSource source)
      throws IOException, UnsupportedFeatureException {
    return check(source, List.of());
  }

  private CheckReport run(ImageSource source, List<ImageSource> extra)
      throws IOException, UnsupportedFeatureException {
    Image image;
    try {
      image = Image.open(source, extra);
    } catch (UnsupportedFeatureException e) {
      throw e;
    } catch (LayersealException e) {
      findings.add("superblock", ErofsSuperblock.OFFSET, XattrCheck.message(e));
      return new CheckReport(findings.kept(), 0, 0, 0, 0, false);
    }
    return run(image);
  }

  private CheckReport run(Image image) throws IOException {
    superblock(image);
    Budget structures = new Budget("structures", image.source().size() * OVERLAP + SLACK);
    Budget decoded = new Budget("content", image.source().size() * DECODED + DECODED_SLACK);
    ContentCheck content = new ContentCheck(findings, structures, decoded);
    CheckWalk walk = new CheckWalk(image, findings, structures, content);
    walk.walk(image.superblock().rootNid());
    inodeCount(image, walk.inodes());
    return new CheckReport(
        findings.kept(),
        findings.more(),
        walk.inodes(),
        content.files(),
        content.bytes(),
        !content.unchecked());
  }

  private void superblock(Image image) throws IOException {
    ErofsSuperblock superblock = image.superblock();
    try {
      image.checkChecksum();
      image.xattrs();
    } catch (LayersealException e) {
      superblockFinding(XattrCheck.message(e));
    }
    if (superblock.fixedNanos() > 999_999_999) {
      superblockFinding("fixed_nsec is " + superblock.fixedNanos());
    }
    if (superblock.extraDevices() > 0 && !superblock.has(FeatureIncompat.DEVICE_TABLE)) {
      superblockFinding("extra_devices is set without the feature");
    }
    if (superblock.xattrPrefixCount() > 0 && !superblock.has(FeatureIncompat.XATTR_PREFIXES)) {
      superblockFinding("xattr_prefix_count is set without the feature");
    }
    if (superblock.packedNid() != 0) {
      packed(image);
    }
  }

  private void packed(Image image) throws IOException {
    try {
      image.packed();
    } catch (LayersealException e) {
      findings.add("packed inode", -1, XattrCheck.message(e));
    }
  }

  /** The inodes that hold fragments and metadata have no names, and may be counted or not. */
  private void inodeCount(Image image, long reached) {
    ErofsSuperblock superblock = image.superblock();
    long said = superblock.inodes();
    int nameless =
        (superblock.packedNid() != 0 ? 1 : 0) + (superblock.has(FeatureIncompat.METABOX) ? 1 : 0);
    if (said < reached || said > reached + nameless) {
      superblockFinding("inos is %d, %d inodes were reached".formatted(said, reached));
    }
  }

  private void superblockFinding(String reason) {
    findings.add("superblock", ErofsSuperblock.OFFSET, reason);
  }

  /** Refuses an image with findings, for callers that need all or nothing. */
  public static void requireClean(CheckReport report) throws FormatException {
    if (!report.clean()) {
      throw new FormatException(report.findings().get(0).toString());
    }
  }
}
