/**
 * The structures of an EROFS image, one record for each, with both directions side by side. Field
 * names of the kernel ({@code fs/erofs/erofs_fs.h}) stand in the layout table of each record.
 * Nothing here reads a file or decides where anything goes.
 */
@NullMarked
package dev.layerseal.erofs.disk;

import org.jspecify.annotations.NullMarked;
