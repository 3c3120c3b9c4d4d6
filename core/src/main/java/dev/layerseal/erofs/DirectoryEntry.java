package dev.layerseal.erofs;

import dev.layerseal.erofs.disk.FileType;
import dev.layerseal.tree.FileName;

/** A name in a directory of an image, without {@code .} and {@code ..}. */
public record DirectoryEntry(FileName name, long nid, FileType type) {}
