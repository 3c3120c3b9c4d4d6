/** Files of the local file system as the kernel shows them: bytes of names, attributes, xattrs. */
@NullMarked
package dev.layerseal.folder;

import org.jspecify.annotations.NullMarked;
