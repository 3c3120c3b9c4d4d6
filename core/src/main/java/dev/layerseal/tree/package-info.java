/**
 * A tree of files, free of any format: what readers give and writers take. Names belong to
 * directories, so that a hard link is one {@link dev.layerseal.tree.Inode} reached by two names.
 */
@NullMarked
package dev.layerseal.tree;

import org.jspecify.annotations.NullMarked;
