package dev.layerseal.erofs.codec;

import static dev.layerseal.erofs.codec.Lz4Output.MIN_MATCH;

/**
 * Levels 10 to 12 of LZ4 HC: from each match on, the cheapest way to every position that matches
 * reach is kept, and the cheapest way to the last one is written.
 */
final class Lz4HcOptimal extends Lz4HcCompressor {

  /** Positions looked at together. */
  private static final int HORIZON = 1 << 12;

  /** Positions behind the last match that are priced as literals. */
  private static final int TRAILING = 3;

  private static final int LONG_LENGTH = 15;
  private static final int SHORTEST_SEQUENCE = 3;

  private final HashChains chains = new HashChains();
  private final int tries;
  private final int sufficient;
  private final boolean thorough;

  private final int[] price = new int[HORIZON + TRAILING];
  private final int[] literals = new int[HORIZON + TRAILING];
  private final int[] length = new int[HORIZON + TRAILING];
  private final int[] distance = new int[HORIZON + TRAILING];
  private final Lz4Match found = new Lz4Match();

  private int last;
  private int finalLength;
  private int finalDistance;

  Lz4HcOptimal(int level) {
    thorough = level == 12;
    tries = level == 10 ? 96 : level == 11 ? 512 : 16384;
    sufficient = level == 10 ? 64 : level == 11 ? 128 : HORIZON - 1;
  }

  @Override
  void begin(int offset, int length) {
    chains.begin(source, offset, length);
  }

  @Override
  void parse() {
    while (at <= lastMatchStart) {
      if (!find(at, MIN_MATCH - 1)) {
        at++;
        continue;
      }
      boolean fits = found.length > sufficient ? write(found) : writeCheapest();
      if (!fits) {
        return;
      }
    }
  }

  private boolean writeCheapest() {
    priceFirst();
    int place = priceFurther();
    choose(place);
    return writeChosen();
  }

  private boolean find(int position, int longerThan) {
    found.length = longerThan;
    chains.searchForward(position, found, tries);
    return found.length > longerThan;
  }

  private void priceFirst() {
    int before = at - anchor;
    for (int place = 0; place < MIN_MATCH; place++) {
      literal(place, before + place, literalsPrice(before + place));
    }
    for (int place = MIN_MATCH; place <= found.length; place++) {
      match(place, place, found.distance, before, sequencePrice(before, place));
    }
    last = found.length;
    priceTrailing();
  }

  /** Prices what further matches reach; gives the place of the last match of the cheapest way. */
  private int priceFurther() {
    for (int place = 1; place < last && at + place <= lastMatchStart; place++) {
      if (isPointless(place) || !find(at + place, thorough ? MIN_MATCH - 1 : last - place)) {
        continue;
      }
      if (found.length > sufficient || found.length + place >= HORIZON) {
        finalLength = found.length;
        finalDistance = found.distance;
        last = place + 1;
        return place;
      }
      priceLiterals(place);
      priceMatches(place);
      priceTrailing();
    }
    finalLength = length[last];
    finalDistance = distance[last];
    return last - finalLength;
  }

  private boolean isPointless(int place) {
    return price[place + 1] <= price[place]
        && (!thorough || price[place + MIN_MATCH] < price[place] + SHORTEST_SEQUENCE);
  }

  private void priceLiterals(int place) {
    int before = literals[place];
    for (int count = 1; count < MIN_MATCH; count++) {
      int cost = price[place] - literalsPrice(before) + literalsPrice(before + count);
      if (cost < price[place + count]) {
        literal(place + count, before + count, cost);
      }
    }
  }

  private void priceMatches(int place) {
    int before = length[place] == 1 ? literals[place] : 0;
    int base = length[place] != 1 ? price[place] : place > before ? price[place - before] : 0;
    for (int matched = MIN_MATCH; matched <= found.length; matched++) {
      int end = place + matched;
      int cost = base + sequencePrice(before, matched);
      if (end > last + TRAILING || cost <= price[end]) {
        if (matched == found.length && last < end) {
          last = end;
        }
        match(end, matched, found.distance, before, cost);
      }
    }
  }

  private void priceTrailing() {
    for (int count = 1; count <= TRAILING; count++) {
      literal(last + count, count, price[last] + literalsPrice(count));
    }
  }

  /**
   * Turns the way back from {@code place} round: each place then says what is written from it on.
   */
  private void choose(int place) {
    int chosenLength = finalLength;
    int chosenDistance = finalDistance;
    while (true) {
      int previousLength = length[place];
      int previousDistance = distance[place];
      length[place] = chosenLength;
      distance[place] = chosenDistance;
      if (previousLength > place) {
        return;
      }
      chosenLength = previousLength;
      chosenDistance = previousDistance;
      place -= previousLength;
    }
  }

  private boolean writeChosen() {
    int place = 0;
    while (place < last) {
      int matched = length[place];
      place += matched;
      if (matched == 1) {
        at++;
      } else if (!write(at, matched, distance[place - matched])) {
        return false;
      }
    }
    return true;
  }

  private void literal(int place, int count, int cost) {
    match(place, 1, 0, count, cost);
  }

  private void match(int place, int matched, int back, int before, int cost) {
    length[place] = matched;
    distance[place] = back;
    literals[place] = before;
    price[place] = cost;
  }

  private static int literalsPrice(int count) {
    return count < LONG_LENGTH ? count : count + 1 + (count - LONG_LENGTH) / 255;
  }

  private static int sequencePrice(int before, int matched) {
    int rest = matched - MIN_MATCH - LONG_LENGTH;
    return SHORTEST_SEQUENCE + literalsPrice(before) + (rest < 0 ? 0 : 1 + rest / 255);
  }
}
