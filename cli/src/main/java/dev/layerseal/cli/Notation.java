package dev.layerseal.cli;

import dev.layerseal.verifier.trust.NotationFolders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** notation's files of this user, and questions as notation asks them. */
final class Notation {

  private Notation() {}

  static NotationFolders folders() {
    return NotationFolders.of(
        System.getenv(), Path.of(System.getProperty("user.home")), System.getProperty("os.name"));
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
