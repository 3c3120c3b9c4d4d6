package dev.layerseal.tar;

import java.util.List;

/**
 * One entry of an archive, with its pax and GNU headers applied. Arrays are shared, not copied:
 * they must not be changed.
 *
 * @param path as written; empty for the root
 * @param link target of a symlink or hard link
 * @param permissions the mode field without its file type bits
 * @param modified seconds since 1970
 * @param nanoseconds as the dialect reads the fraction: 1.8 may give any value
 * @param size of the content, also where an entry of its type has none
 * @param deviceMajor low 32 bits; 0 unless a device
 * @param deviceMinor low 32 bits; 0 unless a device
 * @param headerOffset of the 512-byte header in the archive
 * @param dataOffset of the content in the archive, as the reference tool counts
 */
public record TarEntry(
    TarType type,
    byte[] path,
    byte[] link,
    int permissions,
    int uid,
    int gid,
    long modified,
    int nanoseconds,
    long size,
    int deviceMajor,
    int deviceMinor,
    List<TarXattr> xattrs,
    long headerOffset,
    long dataOffset) {}
