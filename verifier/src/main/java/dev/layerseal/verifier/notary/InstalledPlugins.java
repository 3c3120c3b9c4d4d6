package dev.layerseal.verifier.notary;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.plugin.Plugin;
import dev.layerseal.plugin.PluginMetadata;
import dev.layerseal.verifier.trust.CheckType;
import dev.layerseal.verifier.trust.NotationFolders;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The verification plugins in notation's folders. */
public final class InstalledPlugins implements PluginCheck.Finder {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,100}");
  private static final Pattern VERSION = Pattern.compile("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}.{0,100}");
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final NotationFolders folders;

  public InstalledPlugins(NotationFolders folders) {
    this.folders = folders;
  }

  @Override
  public PluginCheck find(String name, String minVersion, VerificationRequest request)
      throws LayersealException, IOException {
    if (!NAME.matcher(name).matches()) {
      throw new RegistryException("the signature names a verification plugin that cannot be one");
    }
    Plugin plugin = new Plugin(name, folders.plugin(name), TIMEOUT);
    PluginMetadata metadata;
    try {
      metadata = plugin.metadata(request.pluginConfig());
    } catch (LayersealException e) {
      throw new RegistryException(
          "the verification plugin that the signature names: " + e.getMessage(), e);
    }
    if (!minVersion.isEmpty() && !atLeast(metadata.version(), minVersion)) {
      throw new RegistryException(
          "the verification plugin %s is version %s, and the signature needs %s"
              .formatted(name, metadata.version(), minVersion));
    }
    Set<CheckType> takesOver = EnumSet.noneOf(CheckType.class);
    if (metadata.can(PluginMetadata.TRUSTED_IDENTITY)) {
      takesOver.add(CheckType.AUTHENTICITY);
    }
    if (metadata.can(PluginMetadata.REVOCATION_CHECK)) {
      takesOver.add(CheckType.REVOCATION);
    }
    if (takesOver.isEmpty()) {
      throw new RegistryException("the plugin %s verifies nothing".formatted(name));
    }
    return new PluginVerification(plugin, takesOver);
  }

  /** Whether a version is as new as another one; what stands behind the numbers is left out. */
  static boolean atLeast(String version, String least) {
    if (!VERSION.matcher(version).matches() || !VERSION.matcher(least).matches()) {
      return false;
    }
    String[] mine = version.split("[^0-9]", -1);
    String[] theirs = least.split("[^0-9]", -1);
    for (int i = 0; i < 3; i++) {
      int difference = Integer.compare(Integer.parseInt(mine[i]), Integer.parseInt(theirs[i]));
      if (difference != 0) {
        return difference > 0;
      }
    }
    return true;
  }
}
