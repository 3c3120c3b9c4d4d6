package dev.layerseal.verifier.audit;

import dev.layerseal.json.JsonObject;
import dev.layerseal.json.JsonObjectBuilder;
import dev.layerseal.oci.Digest;
import java.time.Instant;
import java.util.Optional;

/**
 * A signature that is stored, of whatever form.
 *
 * @param manifest where it is
 * @param form {@code jws}, {@code cose}, {@code composefs}, or {@code seals/} and their form
 * @param subject what it is of
 * @param signer subject of the certificate, where it is known
 * @param end when the certificate or the signature ends, whichever is sooner
 */
public record StoredSignature(
    Digest manifest,
    String form,
    Digest subject,
    State state,
    Optional<String> signer,
    Optional<Instant> end) {

  /** What can be said without trust in anybody. */
  public enum State {
    /** It matches what it signs. Nothing is said about by whom. */
    SOUND,
    BROKEN,
    /** What it signs is not there. */
    ORPHAN;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public JsonObject encode() {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("manifest", manifest.toString())
            .put("form", form)
            .put("subject", subject.toString())
            .put("state", state.toString())
            .put("signer", signer);
    end.ifPresent(time -> json.put("end", time.toString()));
    return json.build();
  }
}
