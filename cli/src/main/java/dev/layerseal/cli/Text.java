package dev.layerseal.cli;

/** Text that came from somewhere else, made fit for a screen. */
final class Text {

  private Text() {}

  /** The text with a question mark for everything that could steer a terminal. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }
}
