package dev.layerseal.oci;

import java.util.Optional;

/** Where an image is: in a registry, or in a layout on this machine. */
public sealed interface ImageReference permits Reference, LayoutReference {

  Optional<String> tag();

  /** The digest; where there is one it decides, and the tag is not looked up. */
  Optional<Digest> digest();

  /** The same place with this digest and no tag: what is signed, verified and printed. */
  ImageReference withDigest(Digest digest);

  /** The same place under this tag and no digest. */
  ImageReference withTag(String tag);
}
