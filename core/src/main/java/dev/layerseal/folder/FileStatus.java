package dev.layerseal.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * What {@code lstat(2)} tells of a file.
 *
 * @param mode type and permissions
 * @param id which file it is, whatever its names
 * @param rawDevice {@code st_rdev} in the C library's 64-bit form
 * @param modified of the last change of content
 */
public record FileStatus(
    int mode, int uid, int gid, int linkCount, Id id, long rawDevice, long size, Instant modified) {

  private static final String ATTRIBUTES =
      "unix:mode,uid,gid,rdev,nlink,dev,ino,size,lastModifiedTime";

  /** Equal for two names of one file. */
  public record Id(long device, long number) {}

  /** The status of the file itself, not of what it links to. */
  public static FileStatus of(Path file) throws IOException {
    Map<String, Object> all = Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    return new FileStatus(
        (int) number(all, "mode"),
        (int) number(all, "uid"),
        (int) number(all, "gid"),
        (int) number(all, "nlink"),
        new Id(number(all, "dev"), number(all, "ino")),
        number(all, "rdev"),
        number(all, "size"),
        ((FileTime) Objects.requireNonNull(all.get("lastModifiedTime"))).toInstant());
  }

  /** The major number of a device. */
  public int deviceMajor() {
    return (int) (rawDevice >>> 8 & 0xfff);
  }

  /** The minor number of a device. */
  public int deviceMinor() {
    return (int) (rawDevice & 0xff | rawDevice >>> 12 & 0xfff00);
  }

  private static long number(Map<String, Object> attributes, String name) {
    return ((Number) Objects.requireNonNull(attributes.get(name))).longValue();
  }
}
