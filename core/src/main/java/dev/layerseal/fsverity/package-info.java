/** fs-verity digests of files, as the kernel and the fsverity tool compute them. */
@NullMarked
package dev.layerseal.fsverity;

import org.jspecify.annotations.NullMarked;
