package dev.layerseal.cli;

/** Text that came from somewhere else, made fit for a screen. */
final class Text {

  private Text() {}

  /** The text with a question mark for everything that could steer a terminal. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
  }

  /**
   * The same for a message, which may have further lines when they are indented: words of a
   * manifest or a registry cannot pass for a line of layerseal.
   */
  static String message(String text) {
    return text.replaceAll("\\n(?!  )|[\\p{Cc}\\p{Cf}&&[^\\n]]", "?");
  }
}
