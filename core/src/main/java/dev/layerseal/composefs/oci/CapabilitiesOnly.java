package dev.layerseal.composefs.oci;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.layerseal.composefs.MutableDirectory;
import dev.layerseal.tree.Inode;
import dev.layerseal.tree.Metadata;
import dev.layerseal.tree.Xattrs;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/** Takes every xattr but {@code security.capability} away: labels belong to the host. */
final class CapabilitiesOnly {

  private static final byte[] CAPABILITY = "security.capability".getBytes(US_ASCII);

  private final Map<Inode, Inode> replaced = new IdentityHashMap<>();

  private CapabilitiesOnly() {}

  static void apply(MutableDirectory root) {
    CapabilitiesOnly filter = new CapabilitiesOnly();
    for (MutableDirectory directory : root.all()) {
      directory.describe(allowed(directory.metadata()));
      directory.files().replaceAll((name, file) -> filter.replacement(file));
    }
  }

  /** One inode for all names of a file. */
  private Inode replacement(Inode file) {
    Metadata allowed = allowed(file.metadata());
    return allowed.equals(file.metadata())
        ? file
        : replaced.computeIfAbsent(file, old -> old.withMetadata(allowed));
  }

  private static Metadata allowed(Metadata metadata) {
    if (metadata.xattrs().entries().stream().allMatch(CapabilitiesOnly::isCapability)) {
      return metadata;
    }
    return metadata.withXattrs(
        new Xattrs(
            metadata.xattrs().entries().stream().filter(CapabilitiesOnly::isCapability).toList()));
  }

  private static boolean isCapability(Xattrs.Entry xattr) {
    return Arrays.equals(xattr.name(), CAPABILITY);
  }
}
