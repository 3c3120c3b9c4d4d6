package dev.layerseal.cli;

import dev.layerseal.erofs.mkfs.FileAttributes;
import dev.layerseal.erofs.mkfs.FileAttributes.Times;
import dev.layerseal.erofs.mkfs.FileAttributes.Xattrs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Owners, times and xattrs that a full image has instead of those of its files. */
final class AttributeOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--all-root", description = "every file belongs to uid 0 and gid 0")
  boolean allRoot;

  @Option(
      names = {"-T", "--timestamp"},
      paramLabel = "SECONDS",
      description = "time of the image, and of every file unless --mkfs-time is there")
  @Nullable Long timestamp;

  @Option(names = "--mkfs-time", description = "every file keeps its own time")
  boolean mkfsTime;

  @Option(
      names = "--ignore-mtime",
      description = "no inode is made larger for the time of its file")
  boolean ignoreMtime;

  @Option(names = "--xattrs", paramLabel = "keep|drop|fail", description = "xattrs of files")
  @Nullable String xattrs;

  /** What is given, as it could be typed. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    add(texts, allRoot, "--all-root");
    add(texts, timestamp != null, "--timestamp=" + timestamp);
    add(texts, mkfsTime, "--mkfs-time");
    add(texts, ignoreMtime, "--ignore-mtime");
    add(texts, xattrs != null, "--xattrs=" + xattrs);
    return texts;
  }

  private static void add(List<String> texts, boolean given, String text) {
    if (given) {
      texts.add(text);
    }
  }

  FileAttributes applyTo(FileAttributes attributes) {
    if (timestamp != null && timestamp < 0) {
      throw new ParameterException(spec.commandLine(), "--timestamp is before 1970");
    }
    return new FileAttributes(
        allRoot || attributes.allRoot(),
        timestamp == null ? attributes.time() : timestamp,
        times(attributes.times()),
        xattrs == null ? attributes.xattrs() : xattrs(xattrs),
        attributes.filtered());
  }

  private Times times(Times base) {
    Times kept = mkfsTime ? Times.OWN : timestamp == null ? base : Times.OF_IMAGE;
    return kept == Times.OWN && ignoreMtime ? Times.OWN_IF_ROOM : kept;
  }

  private Xattrs xattrs(String text) {
    return switch (text) {
      case "keep" -> Xattrs.KEEP;
      case "drop" -> Xattrs.DROP;
      case "fail" -> Xattrs.FAIL;
      default ->
          throw new ParameterException(
              spec.commandLine(),
              "--xattrs is \"%s\", expected keep, drop or fail".formatted(text));
    };
  }
}
