package dev.layerseal.cli;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.verity.Salt;
import dev.layerseal.verity.VerityParameters;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.security.SecureRandom;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The parameters of dm-verity, by the names that veritysetup has for them. */
final class VerityOptions {

  private static final int RANDOM_SALT = 32;

  @Option(
      names = {"-h", "--hash"},
      paramLabel = "NAME",
      defaultValue = "sha256",
      description = "hash algorithm (default: sha256)")
  String hash = "sha256";

  @Option(
      names = "--format",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "hash type: 1, or 0 for the form of early Chrome OS (default: 1)")
  long format = 1;

  @Option(
      names = "--data-block-size",
      paramLabel = "BYTES",
      defaultValue = "4096",
      description = "512 to 65536 (default: 4096)")
  long dataBlockSize = 4096;

  @Option(
      names = "--hash-block-size",
      paramLabel = "BYTES",
      defaultValue = "4096",
      description = "512 to 65536 (default: 4096)")
  long hashBlockSize = 4096;

  @Option(
      names = "--data-blocks",
      paramLabel = "BLOCKS",
      defaultValue = "0",
      description = "number of data blocks (default: all whole blocks of DATA)")
  long dataBlocks;

  @Option(
      names = {"-s", "--salt"},
      paramLabel = "HEX",
      description = "salt, - for none (default: 32 random bytes)")
  @Nullable String salt;

  /** The parameters; without a salt given it is drawn. */
  VerityParameters parameters() throws LayersealException {
    return VerityParameters.builder()
        .hash(hash)
        .allowWeakHash()
        .hashType(format)
        .dataBlockSize(dataBlockSize)
        .hashBlockSize(hashBlockSize)
        .salt(salt == null ? randomSalt() : Salt.parse(salt.toLowerCase(Locale.ROOT)))
        .build();
  }

  /** The number of blocks asked for, or all whole ones of {@code data}. */
  long blocks(VerityParameters parameters, FileChannel data) throws FormatException, IOException {
    if (dataBlocks < 0 || dataBlocks > Long.MAX_VALUE >>> 17) {
      throw new FormatException("the number of data blocks is " + dataBlocks);
    }
    long blocks = dataBlocks > 0 ? dataBlocks : data.size() >>> parameters.dataBlockSize().bits();
    if (blocks == 0) {
      throw new FormatException(
          "there is no whole data block of %s bytes".formatted(parameters.dataBlockSize()));
    }
    return blocks;
  }

  private static Salt randomSalt() throws FormatException {
    byte[] bytes = new byte[RANDOM_SALT];
    new SecureRandom().nextBytes(bytes);
    return Salt.of(bytes);
  }
}
