package dev.layerseal.cli;

import dev.layerseal.oci.Reference;
import dev.layerseal.oci.registry.Login;
import dev.layerseal.oci.registry.UserEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code layerseal logout REGISTRY}. */
@CommandLine.Command(
    name = "logout",
    description = "Forgets the name and the password for a registry.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  layerseal logout registry.example"})
final class LogoutCommand extends Command {

  @Parameters(paramLabel = "REGISTRY", description = "host and perhaps a port")
  String host = "";

  @Override
  protected ExitCode run() throws Exception {
    Reference reference = Reference.parse(host + "/any");
    new Login(UserEnvironment.ofProcess().dockerConfig()).erase(reference.registry());
    terminal().result("Logout Succeeded");
    return ExitCode.DONE;
  }
}
