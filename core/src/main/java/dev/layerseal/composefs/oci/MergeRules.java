package dev.layerseal.composefs.oci;

import dev.layerseal.composefs.ComposefsVersion;

/** What about a merge changes the digest of the image, besides the hash of fs-verity. */
public record MergeRules(RootMetadata root, MtimePrecision mtime) {

  /** As composefs-rs now. */
  public static final MergeRules STANDARD = new MergeRules(RootMetadata.USR, MtimePrecision.NSEC);

  /** The {@code composefs_version} of images of OCI images unless another is asked for. */
  public static final ComposefsVersion VERSION = ComposefsVersion.exactly(1);
}
