package dev.layerseal.cli;

import dev.layerseal.verifier.trust.NotationFolders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** notation's files of this user, and questions as notation asks them. */
final class Notation {

  private Notation() {}

  static NotationFolders folders() {
    return NotationFolders.of(
        System.getenv(), Path.of(System.getProperty("user.home")), System.getProperty("os.name"));
  }

  /** Whether a policy may be written: there is none yet, it is forced, or the user agrees. */
  static boolean mayReplace(Terminal terminal, boolean force, Path... files) throws IOException {
    boolean present = Stream.of(files).anyMatch(Files::exists);
    if (!present
        || force
        || agrees(terminal, "Existing trust policy found, do you want to overwrite it?")) {
      return true;
    }
    terminal.note("nothing was changed");
    return false;
  }

  /**
   * Whether the user agrees.
   *
   * @throws IOException when the input ends without an answer
   */
  static boolean agrees(Terminal terminal, String question) throws IOException {
    terminal.messageStream().print(question + " [y/N] ");
    terminal.messageStream().flush();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String answer = in.readLine();
    if (answer == null) {
      throw new IOException("the input ended without an answer; nothing was changed");
    }
    return answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes");
  }
}
