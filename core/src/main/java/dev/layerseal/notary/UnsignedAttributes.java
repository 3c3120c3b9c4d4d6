package dev.layerseal.notary;

import java.util.Optional;

/**
 * What stands beside the signature and is not signed.
 *
 * @param timestamp an RFC 3161 token over the signature bytes
 * @param signingAgent the program that signed, as it says itself
 */
public record UnsignedAttributes(Optional<byte[]> timestamp, Optional<String> signingAgent) {

  public UnsignedAttributes {
    timestamp = timestamp.map(byte[]::clone);
  }

  public static UnsignedAttributes agent(String signingAgent) {
    return new UnsignedAttributes(Optional.empty(), Optional.of(signingAgent));
  }

  public UnsignedAttributes withTimestamp(byte[] token) {
    return new UnsignedAttributes(Optional.of(token), signingAgent);
  }

  @Override
  public Optional<byte[]> timestamp() {
    return timestamp.map(byte[]::clone);
  }
}
