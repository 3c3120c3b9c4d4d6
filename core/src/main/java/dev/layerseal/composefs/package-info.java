/**
 * composefs: dumpfiles, the EROFS images that hold only metadata, the store of the files' content,
 * and the way from an OCI image to such an image.
 */
@NullMarked
package dev.layerseal.composefs;

import org.jspecify.annotations.NullMarked;
