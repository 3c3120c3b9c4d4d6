package dev.layerseal.cli;

import dev.layerseal.convert.ConversionOptions;
import dev.layerseal.convert.ConvertedImage;
import dev.layerseal.convert.ImageConversion;
import dev.layerseal.convert.LayerForm;
import dev.layerseal.convert.PackageConfig;
import dev.layerseal.convert.PackageFile;
import dev.layerseal.erofs.mkfs.ErofsUtils;
import dev.layerseal.erofs.mkfs.FileAttributes;
import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.json.JsonObject;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.LayoutReference;
import dev.layerseal.oci.Reference;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.recipe.UuidRule;
import dev.layerseal.seal.ConversionListener;
import dev.layerseal.seal.FullImageShape;
import dev.layerseal.seal.LayerConverter;
import dev.layerseal.verity.SpillFolder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code layerseal convert REF DST}. */
@CommandLine.Command(
    name = "convert",
    description = {
      "Makes an image whose layers are EROFS images, or back: one whose layers are archives.",
      "The new image is unsigned. An index is converted with the images of all platforms."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  layerseal convert registry.example/app:1.0 registry.example/app:1.0-erofs",
      "  layerseal convert --form rdk --compress lz4hc registry.example/app:1.0 app.ralf",
      "  layerseal convert --all-root -T 0 registry.example/app:1.0 registry.example/app:1.0-erofs"
    })
final class ConvertCommand extends ReportCommand {

  @Spec CommandSpec spec = CommandSpec.create();

  @Mixin RegistryOptions registry = new RegistryOptions();

  @Mixin LimitOptions limits = new LimitOptions();

  @Mixin CompressionOptions compression = new CompressionOptions();

  @Mixin AttributeOptions attributes = new AttributeOptions();

  @Option(
      names = "--form",
      paramLabel = "FORM",
      defaultValue = "containerd",
      description = "containerd, erofs-spec or rdk (default: containerd)")
  String form = "containerd";

  @Option(
      names = "--to",
      paramLabel = "KIND",
      defaultValue = "erofs",
      description = "erofs, or tar to unpack EROFS layers (default: erofs)")
  String kind = "erofs";

  @Option(names = "--outer-zstd", description = "compress each whole layer with zstd")
  boolean outerZstd;

  @Option(
      names = "--erofs-uuid",
      paramLabel = "RULE",
      description = "fixed, layer-digest, diff-id, content, or a UUID (default: diff-id)")
  @Nullable String erofsUuid;

  @Option(
      names = "--erofs-utils",
      paramLabel = "RELEASE",
      description = "whose bytes are made: 1.8 or 1.9 (default: 1.9)")
  @Nullable String erofsUtils;

  @Option(
      names = "--package-config",
      paramLabel = "FILE",
      description = "with rdk: the package.json (default: made from the image's config)")
  @Nullable Path packageConfig;

  @Option(
      names = "--umbrella-type",
      description = "with rdk: the one layer type that older devices know")
  boolean umbrellaType;

  @Option(names = "--platform", paramLabel = "OS/ARCH", description = "one image of an index")
  @Nullable String platform;

  @Option(names = "--from-oci-layout", description = "REF is in an OCI layout")
  boolean fromLayout;

  @Option(names = "--to-oci-layout", description = "DST is in an OCI layout")
  boolean toLayout;

  @Parameters(index = "0", paramLabel = "REF", description = "the image")
  String reference = "";

  @Parameters(
      index = "1",
      paramLabel = "DST",
      description = "where the new image goes; with rdk also a file NAME.ralf or NAME.bolt")
  String destination = "";

  @Override
  protected ExitCode report() throws LayersealException, IOException {
    ConversionOptions options = options();
    ImageReference source = parse(reference, fromLayout);
    boolean file = options.form() == LayerForm.RDK && destination.matches(".+\\.(ralf|bolt)");
    Optional<ImageReference> target =
        file ? Optional.empty() : Optional.of(parse(destination, toLayout));
    if (target.isPresent() && target.get().digest().isPresent()) {
      throw wrong(destination + ": a new image gets its digest from its content, name a tag");
    }
    LayerConverter.Settings settings = limits.settings(ConversionListener.NONE);
    try (ProgressBars progress = new ProgressBars(terminal());
        ScratchFolder scratch = new ScratchFolder(settings.folder().path());
        ImageStore from = registry.open(source);
        ImageConversion conversion =
            new ImageConversion(
                from,
                options,
                settings.withListener(progress).withFolder(new SpillFolder(scratch.path())),
                config -> config(config, source))) {
      PlatformOptions chosen = new PlatformOptions();
      chosen.platform = platform;
      Descriptor root = chosen.select(from, from.resolve(source), false).get(0);
      Descriptor converted = conversion.convert(root);
      if (file) {
        pack(conversion, source);
      } else {
        push(conversion, target.orElseThrow());
      }
      report(conversion, options, root, converted);
    }
    return ExitCode.DONE;
  }

  private ConversionOptions options() throws LayersealException {
    LayerForm chosen =
        switch (kind) {
          case "tar" -> LayerForm.TAR;
          case "erofs" ->
              LayerForm.named(form)
                  .filter(named -> named != LayerForm.TAR)
                  .orElseThrow(() -> wrong("--form '" + form + "': " + expectedForms()));
          default -> throw wrong("--to '" + kind + "': expected erofs or tar");
        };
    Optional<UuidRule> uuid =
        erofsUuid == null ? Optional.empty() : Optional.of(UuidRule.parse(erofsUuid));
    try {
      return withAttributes(
          new ConversionOptions(
              chosen,
              compression.given(chosen.usualCluster()),
              outerZstd,
              umbrellaType,
              writer(),
              uuid,
              Optional.empty()));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ConversionOptions withAttributes(ConversionOptions options) throws LayersealException {
    if (attributes.texts().isEmpty()) {
      return options;
    }
    if (options.form() == LayerForm.TAR) {
      throw wrong(
          attributes.texts().get(0) + " does not go with archives: they keep what is there");
    }
    FileAttributes usual = FullImageShape.of(options.recipe()).attributes();
    return options.withAttributes(attributes.applyTo(usual));
  }

  private ErofsUtils writer() {
    if (erofsUtils == null || erofsUtils.equals("1.9")) {
      return ErofsUtils.V1_9;
    }
    if (erofsUtils.equals("1.8")) {
      return ErofsUtils.V1_8;
    }
    throw wrong("--erofs-utils '" + erofsUtils + "': expected 1.8 or 1.9");
  }

  private static String expectedForms() {
    return Arrays.stream(LayerForm.values())
        .filter(named -> named != LayerForm.TAR)
        .map(String::valueOf)
        .collect(Collectors.joining(", ", "expected one of ", ""));
  }

  private ImageReference parse(String text, boolean layout) throws LayersealException {
    return layout || registry.ociLayout ? LayoutReference.parse(text) : Reference.parse(text);
  }

  /** What the user gave, or what follows from the image. */
  private PackageConfig config(JsonObject image, ImageReference source)
      throws LayersealException, IOException {
    if (packageConfig != null) {
      try {
        return PackageConfig.decode(Files.readAllBytes(packageConfig));
      } catch (FormatException e) {
        throw e.at(packageConfig.toString());
      }
    }
    String name =
        source instanceof Reference named
            ? named.repository()
            : String.valueOf(Path.of(((LayoutReference) source).path()).getFileName());
    return PackageConfig.derive(image, name, source.tag());
  }

  private void push(ImageConversion conversion, ImageReference target)
      throws LayersealException, IOException {
    try (ImageStore to = registry.create(target)) {
      conversion.push(to, target.tag());
    }
  }

  /** The file appears when it is complete. */
  private void pack(ImageConversion conversion, ImageReference source)
      throws LayersealException, IOException {
    Path out = Path.of(destination).toAbsolutePath();
    try (ScratchFolder beside = new ScratchFolder(out.resolveSibling(""))) {
      Path unfinished = beside.path().resolve("package");
      try (PackageFile file =
          new PackageFile(new BufferedOutputStream(Files.newOutputStream(unfinished)))) {
        conversion.pack(file, source.tag());
      }
      Files.move(unfinished, out, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void report(
      ImageConversion conversion, ConversionOptions options, Descriptor root, Descriptor converted)
      throws FormatException {
    ConvertReport report =
        new ConvertReport(
            destination,
            options,
            attributes.texts(),
            root,
            converted,
            conversion.images(),
            conversion.left());
    report.warn(terminal());
    warnOfLayers(options, conversion.images());
    if (json()) {
      terminal().result(report.json());
    } else {
      report.print(terminal());
    }
    terminal()
        .note("the converted image is not signed: signatures of " + reference + " do not cover it");
  }

  private void warnOfLayers(ConversionOptions options, List<ConvertedImage> images) {
    if (options.form() == LayerForm.RDK
        && images.stream().anyMatch(image -> image.layers().size() > 1)) {
      terminal().warning("packages have one content layer, and this image has more");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
