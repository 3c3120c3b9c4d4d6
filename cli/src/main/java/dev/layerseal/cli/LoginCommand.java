package dev.layerseal.cli;

import dev.layerseal.oci.Reference;
import dev.layerseal.oci.registry.Credentials;
import dev.layerseal.oci.registry.Login;
import dev.layerseal.oci.registry.RegistryStore;
import dev.layerseal.oci.registry.UserEnvironment;
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
    Credentials.Password given =
        registry
            .given()
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(), "a name (-u) and a password are missing"));
    Reference reference = Reference.parse(host + "/any");
    Login login = new Login(UserEnvironment.ofProcess().dockerConfig());
    if (login.helper(reference.registry()).isEmpty() && !plainText) {
      throw new ParameterException(
          spec.commandLine(),
          "docker's config names no credential helper, and --plain-text was not given");
    }
    try (RegistryStore store = RegistryStore.open(reference, registry.settings())) {
      store.checkCredentials();
    }
    login.store(reference.registry(), given.username(), given.password());
    terminal().result("Login Succeeded");
    return ExitCode.DONE;
  }
}
