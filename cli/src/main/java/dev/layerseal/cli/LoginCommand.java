package dev.layerseal.cli;

import dev.layerseal.oci.Reference;
import dev.layerseal.oci.registry.Credentials;
import dev.layerseal.oci.registry.Login;
import dev.layerseal.oci.registry.RegistryStore;
import dev.layerseal.oci.registry.UserEnvironment;
import java.io.Console;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code layerseal login REGISTRY}. */
@CommandLine.Command(
    name = "login",
    description = {
      "Checks a name and a password and keeps them for later commands.",
      "They go to the credential helper that docker's config names; without one they are kept",
      "readable in that file, which needs --plain-text."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  echo secret | layerseal login -u me --password-stdin --plain-text registry.example"
    })
final class LoginCommand extends Command {

  @Spec CommandSpec spec = CommandSpec.create();

  @Mixin RegistryOptions registry = new RegistryOptions();

  @Option(names = "--plain-text", description = "allow to keep the password readable in a file")
  boolean plainText;

  @Parameters(paramLabel = "REGISTRY", description = "host and perhaps a port")
  String host = "";

  @Override
  protected ExitCode run() throws Exception {
    Credentials.Password given = registry.given().or(this::variables).orElseGet(this::ask);
    Reference reference = Reference.parse(host + "/any");
    Login login = new Login(UserEnvironment.ofProcess().dockerConfig());
    if (login.helper(reference.registry()).isEmpty() && !plainText) {
      throw new ParameterException(
          spec.commandLine(),
          "docker's config names no credential helper, and --plain-text was not given");
    }
    try (RegistryStore store = RegistryStore.open(reference, registry.settings(reference))) {
      store.checkCredentials();
    }
    login.store(reference.registry(), given.username(), given.password());
    terminal().result("Login Succeeded");
    return ExitCode.DONE;
  }

  /** Name and password as every other command would take them from the environment. */
  private Optional<Credentials.Password> variables() {
    for (String prefix : List.of("LAYERSEAL_", "NOTATION_")) {
      String name = System.getenv(prefix + "USERNAME");
      String password = System.getenv(prefix + "PASSWORD");
      if (name != null && password != null) {
        return Optional.of(new Credentials.Password(name, password));
      }
    }
    return Optional.empty();
  }

  /** Since Java 22 there is always a console, which has no password where nobody types one. */
  @SuppressWarnings("SystemConsoleNull")
  private Credentials.Password ask() {
    Console console = terminal().isInteractive() ? System.console() : null;
    String name = console == null ? null : console.readLine("Username: ");
    char[] password = console == null ? null : console.readPassword("Password: ");
    if (name == null || password == null || name.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "a name (-u) and a password are missing");
    }
    return new Credentials.Password(name, new String(password));
  }
}
