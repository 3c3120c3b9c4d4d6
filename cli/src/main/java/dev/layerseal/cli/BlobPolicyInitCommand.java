package dev.layerseal.cli;

import dev.layerseal.json.JsonObject;
import dev.layerseal.verifier.trust.NotationFolders;
import dev.layerseal.verifier.trust.PolicyFile;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code layerseal blob policy init}. */
@CommandLine.Command(
    name = "init",
    description = "Writes a trust policy for files, of one statement.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  layerseal blob policy init --global --name release --trust-store ca:release"
          + " --trusted-identity 'x509.subject: C=US, ST=WA, O=Example'"
    })
final class BlobPolicyInitCommand extends Command {

  @Mixin StatementOptions statement = new StatementOptions();

  @Option(names = "--global", description = "it is for files for which no statement is named")
  boolean global;

  @Override
  protected ExitCode run() throws Exception {
    NotationFolders folders = Notation.folders();
    byte[] policy = statement.policy(scope(), "strict");
    PolicyFile.checkBlob(folders.blobPolicy(), policy);
    if (!Notation.mayReplace(terminal(), statement.force, folders.blobPolicy())) {
      return ExitCode.DONE;
    }
    PolicyFile.writeBlob(folders, folders.blobPolicy(), policy);
    terminal().result("Successfully initialized blob trust policy file to " + folders.blobPolicy());
    return ExitCode.DONE;
  }

  private JsonObject scope() {
    return global ? JsonObject.builder().put("globalPolicy", true).build() : JsonObject.EMPTY;
  }
}
