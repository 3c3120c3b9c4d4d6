package dev.layerseal.cli;

import java.util.List;

/** Rows under headings, each column as wide as its widest cell, as notation prints them. */
final class TextTable {

  private static final int GAP = 3;

  private TextTable() {}

  static void print(Terminal terminal, List<String> headings, List<List<String>> rows) {
    int[] widths = new int[headings.size()];
    widen(widths, headings);
    rows.forEach(row -> widen(widths, row));
    terminal.result(line(widths, headings));
    rows.forEach(row -> terminal.result(line(widths, row)));
  }

  private static void widen(int[] widths, List<String> row) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], row.get(i).length());
    }
  }

  private static String line(int[] widths, List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + GAP));
    }
    return line.toString().stripTrailing();
  }
}
