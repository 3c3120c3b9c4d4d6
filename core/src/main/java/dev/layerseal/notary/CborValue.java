package dev.layerseal.notary;

import java.util.List;

/**
 * The kinds of CBOR data (RFC 8949) that envelopes use; floating-point numbers are not among them.
 */
sealed interface CborValue {

  record Int(long value) implements CborValue {}

  record Bytes(byte[] value) implements CborValue {}

  record Text(String value) implements CborValue {}

  record Array(List<CborValue> elements) implements CborValue {}

  /** Entries as they stand; no key twice. */
  record Map(List<Entry> entries) implements CborValue {

    java.util.Optional<CborValue> get(CborValue key) {
      return entries.stream()
          .filter(entry -> entry.key().equals(key))
          .map(Entry::value)
          .findFirst();
    }

    java.util.Optional<CborValue> get(String key) {
      return get(new Text(key));
    }

    java.util.Optional<CborValue> get(long key) {
      return get(new Int(key));
    }
  }

  record Tagged(long tag, CborValue value) implements CborValue {}

  record Bool(boolean value) implements CborValue {}

  record Null() implements CborValue {}

  record Entry(CborValue key, CborValue value) {}
}
