package dev.layerseal.composefs;

/**
 * What of a folder goes into a tree.
 *
 * @param epoch whether every time becomes 0
 * @param devices whether block and character devices are kept
 * @param xattrs which extended attributes are kept
 * @param hardLinks whether names of one inode stay names of one inode, as mkcomposefs does not
 * @param threads how many files are hashed at once, at least 1
 */
public record FolderOptions(
    boolean epoch, boolean devices, XattrChoice xattrs, boolean hardLinks, int threads) {

  /** Which extended attributes are kept. */
  public enum XattrChoice {
    ALL,
    USER,
    NONE
  }

  /** Everything, with one thread. */
  public static final FolderOptions ALL = new FolderOptions(false, true, XattrChoice.ALL, false, 1);
}
