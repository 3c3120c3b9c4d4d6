package dev.layerseal.tree;

/**
 * What stat(2) says about a file, without its type and size.
 *
 * @param permissions the lower 12 bits of the mode
 * @param uid 32 bits
 * @param gid 32 bits
 * @param linkCount as stored; how often an inode is reached in a tree may differ
 * @param mtime seconds since 1970
 * @param mtimeNanos 0 to 999999999
 */
public record Metadata(
    int permissions,
    long uid,
    long gid,
    long linkCount,
    long mtime,
    int mtimeNanos,
    Xattrs xattrs) {

  public Metadata withLinkCount(long count) {
    return new Metadata(permissions, uid, gid, count, mtime, mtimeNanos, xattrs);
  }

  public Metadata withMtime(long seconds, int nanos) {
    return new Metadata(permissions, uid, gid, linkCount, seconds, nanos, xattrs);
  }

  public Metadata withXattrs(Xattrs other) {
    return new Metadata(permissions, uid, gid, linkCount, mtime, mtimeNanos, other);
  }
}
