package dev.layerseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.layerseal.error.LayersealException;
import dev.layerseal.oci.ImageReference;
import dev.layerseal.oci.LayoutReference;
import dev.layerseal.oci.Reference;
import dev.layerseal.oci.registry.CredentialSource;
import dev.layerseal.oci.registry.Credentials;
import dev.layerseal.oci.registry.Deadlines;
import dev.layerseal.oci.registry.RegistrySettings;
import dev.layerseal.oci.registry.RegistryStore;
import dev.layerseal.oci.registry.UserEnvironment;
import dev.layerseal.oci.store.ImageStore;
import dev.layerseal.oci.store.LayoutStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say where images are and how registries are spoken to. */
final class RegistryOptions {

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-u", "--username"},
      paramLabel = "NAME",
      description = "name for the registry")
  @Nullable String username;

  @Option(
      names = {"-p", "--password"},
      paramLabel = "PASSWORD",
      description = "password for the registry; others on this machine can see it")
  @Nullable String password;

  @Option(names = "--password-stdin", description = "read the password from standard input")
  boolean passwordStdin;

  @Option(
      names = {"--plain-http", "--insecure-registry"},
      description = "speak plain HTTP; loopback addresses always do")
  boolean plainHttp;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "certificate authorities (PEM) to trust instead of Java's")
  @Nullable Path caFile;

  @Option(
      names = "--client-cert",
      paramLabel = "FILE",
      description = "certificate chain (PEM) to show to the registry")
  @Nullable Path clientCertificate;

  @Option(
      names = "--client-key",
      paramLabel = "FILE",
      description = "key (PEM, PKCS#8) of the certificate to show")
  @Nullable Path clientKey;

  @Option(
      names = "--oci-layout",
      description = "REF is PATH[:tag][@digest] of an OCI layout, a folder or an archive of one")
  boolean ociLayout;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description = "longest silence of a registry, such as 30s or 2m (default: 60s)")
  Duration timeout = Duration.ofSeconds(60);

  /** The reference that a user typed. */
  ImageReference parse(String text) throws LayersealException {
    return ociLayout ? LayoutReference.parse(text) : Reference.parse(text);
  }

  /** The store that a reference leads into; the caller closes it. */
  ImageStore open(ImageReference reference) throws LayersealException, IOException {
    return open(reference, false);
  }

  /**
   * The store of {@code reference}.
   *
   * @param referrersTag whether referrers are listed under a tag even where that is not needed
   */
  ImageStore open(ImageReference reference, boolean referrersTag)
      throws LayersealException, IOException {
    return reference instanceof Reference registry
        ? RegistryStore.open(registry, settings(registry).withReferrersTag(referrersTag))
        : LayoutStore.open(Path.of(((LayoutReference) reference).path()));
  }

  /** The same for writing: a layout that does not exist is made. */
  ImageStore create(ImageReference reference) throws LayersealException, IOException {
    return create(reference, false);
  }

  ImageStore create(ImageReference reference, boolean referrersTag)
      throws LayersealException, IOException {
    if (reference instanceof LayoutReference layout) {
      Path path = Path.of(layout.path());
      return Files.isRegularFile(path) ? LayoutStore.open(path) : LayoutStore.create(path);
    }
    return open(reference, referrersTag);
  }

  /** How the registry of {@code reference} is spoken to. */
  RegistrySettings settings(Reference reference) throws LayersealException, IOException {
    boolean listed =
        NotationConfig.read(Notation.folders()).insecureRegistries().contains(reference.registry());
    UserEnvironment environment = UserEnvironment.ofProcess();
    return RegistrySettings.DEFAULT
        .withPlainHttp(plainHttp || listed)
        .withTls(
            new RegistrySettings.Tls(
                Optional.ofNullable(caFile),
                Optional.ofNullable(clientCertificate),
                Optional.ofNullable(clientKey)))
        .withProxies(environment.proxies())
        .withDeadlines(Deadlines.of(timeout))
        .withCredentials(credentials(environment));
  }

  private CredentialSource credentials(UserEnvironment environment) throws IOException {
    Optional<Credentials.Password> given = given();
    if (given.isEmpty()) {
      return environment.credentials();
    }
    Optional<Credentials> found = Optional.of(given.get());
    return (registry, repository) -> found;
  }

  /** Name and password of the command line. */
  Optional<Credentials.Password> given() throws IOException {
    if (passwordStdin && password == null) {
      byte[] line = System.in.readNBytes(1 << 16);
      password = new String(line, UTF_8).strip();
    } else if (passwordStdin) {
      throw new ParameterException(
          spec.commandLine(), "--password and --password-stdin exclude each other");
    }
    if (username == null && password == null) {
      return Optional.empty();
    }
    if (username == null || password == null) {
      throw new ParameterException(
          spec.commandLine(), "a name needs a password (--password-stdin), a password a name (-u)");
    }
    passwordStdin = false;
    return Optional.of(new Credentials.Password(username, password));
  }
}
