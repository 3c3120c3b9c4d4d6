package dev.layerseal.notary;

import dev.layerseal.error.FormatException;
import dev.layerseal.x509.CertificateChain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A COSE_Sign1 message (RFC 9052 section 4.2), tagged.
 *
 * <pre>
 * 18([ protected: bstr of a map,
 *      { 33: [bstr, ..] certificates, "io.cncf.notary.signingAgent": text,
 *        "io.cncf.notary.timestampSignature": bstr },
 *      payload: bstr,
 *      signature: bstr ])
 * </pre>
 */
final class CoseEnvelope {

  private static final int SIGN1 = 18;
  private static final int X5CHAIN = 33;
  private static final int PARTS = 4;

  private CoseEnvelope() {}

  static SignatureEnvelope decode(byte[] bytes) throws FormatException {
    List<CborValue> parts = parts(CborReader.read(bytes));
    byte[] protectedBytes = bytes(parts.get(0), "protected header");
    CborValue.Map protectedMap = map(CborReader.read(protectedBytes), "protected header");
    CborValue.Map unsigned = map(parts.get(1), "unprotected header");
    refuseTwice(protectedMap, unsigned);
    CoseHeader header = CoseHeader.decode(protectedMap);
    byte[] payload = bytes(parts.get(2), "payload");
    return new SignatureEnvelope(
        EnvelopeFormat.COSE,
        header.algorithm(),
        header.contentType(),
        header.attributes(),
        unsigned(unsigned),
        CertificateChain.decode(certificates(unsigned)),
        payload,
        bytes(parts.get(3), "signature"),
        signingInput(protectedBytes, payload));
  }

  static byte[] signingInput(byte[] protectedHeader, byte[] payload) {
    return CborWriter.write(
        new CborValue.Array(
            List.of(
                new CborValue.Text("Signature1"),
                new CborValue.Bytes(protectedHeader),
                new CborValue.Bytes(new byte[0]),
                new CborValue.Bytes(payload))));
  }

  static byte[] encode(
      byte[] protectedHeader,
      byte[] payload,
      byte[] signature,
      CertificateChain chain,
      UnsignedAttributes unsigned) {
    List<CborValue.Entry> header = new ArrayList<>();
    header.add(
        new CborValue.Entry(
            new CborValue.Int(X5CHAIN),
            new CborValue.Array(
                chain.encode().stream()
                    .map(der -> (CborValue) new CborValue.Bytes(der))
                    .toList())));
    unsigned
        .signingAgent()
        .ifPresent(agent -> header.add(named(HeaderName.SIGNING_AGENT, new CborValue.Text(agent))));
    unsigned
        .timestamp()
        .ifPresent(token -> header.add(named(HeaderName.TIMESTAMP, new CborValue.Bytes(token))));
    return CborWriter.write(
        new CborValue.Tagged(
            SIGN1,
            new CborValue.Array(
                List.of(
                    new CborValue.Bytes(protectedHeader),
                    new CborValue.Map(header),
                    new CborValue.Bytes(payload),
                    new CborValue.Bytes(signature)))));
  }

  private static CborValue.Entry named(String name, CborValue value) {
    return new CborValue.Entry(new CborValue.Text(name), value);
  }

  private static List<CborValue> parts(CborValue message) throws FormatException {
    if (message instanceof CborValue.Tagged tagged
        && tagged.tag() == SIGN1
        && tagged.value() instanceof CborValue.Array array
        && array.elements().size() == PARTS) {
      return array.elements();
    }
    throw new FormatException("not tag 18 around four elements");
  }

  private static void refuseTwice(CborValue.Map signed, CborValue.Map unsigned)
      throws FormatException {
    for (CborValue.Entry entry : unsigned.entries()) {
      if (signed.get(entry.key()).isPresent()) {
        throw new FormatException(
            "the header %s is both protected and unprotected".formatted(entry.key()));
      }
    }
  }

  private static UnsignedAttributes unsigned(CborValue.Map header) throws FormatException {
    Optional<CborValue> timestamp = header.get(HeaderName.TIMESTAMP);
    Optional<String> agent =
        header.get(HeaderName.SIGNING_AGENT).orElse(null) instanceof CborValue.Text text
            ? Optional.of(text.value())
            : Optional.empty();
    return new UnsignedAttributes(
        timestamp.isPresent()
            ? Optional.of(bytes(timestamp.get(), HeaderName.TIMESTAMP))
            : Optional.empty(),
        agent);
  }

  private static List<byte[]> certificates(CborValue.Map header) throws FormatException {
    if (!(header.get(X5CHAIN).orElse(null) instanceof CborValue.Array array)) {
      throw new FormatException("x5chain (33) is missing or no array");
    }
    List<byte[]> certificates = new ArrayList<>();
    for (CborValue element : array.elements()) {
      certificates.add(bytes(element, "x5chain (33)"));
    }
    return certificates;
  }

  private static CborValue.Map map(CborValue value, String name) throws FormatException {
    if (value instanceof CborValue.Map map) {
      return map;
    }
    throw new FormatException(name + " is no map");
  }

  private static byte[] bytes(CborValue value, String name) throws FormatException {
    if (value instanceof CborValue.Bytes bytes && bytes.value().length > 0) {
      return bytes.value();
    }
    throw new FormatException(name + " is empty or no byte string");
  }
}
