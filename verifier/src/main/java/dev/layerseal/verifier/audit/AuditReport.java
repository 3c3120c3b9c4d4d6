package dev.layerseal.verifier.audit;

import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import java.util.List;

/**
 * What an audit of one or more targets saw.
 *
 * @param targets layouts and repositories that were looked at
 * @param images digests of the images and indexes
 */
public record AuditReport(
    List<String> targets,
    List<String> images,
    List<StoredSignature> signatures,
    List<Finding> findings) {

  public AuditReport {
    targets = List.copyOf(targets);
    images = List.copyOf(images);
    signatures = List.copyOf(signatures);
    findings = List.copyOf(findings);
  }

  /** How many findings there are of one kind. */
  public long count(FindingKind kind) {
    return findings.stream().filter(finding -> finding.kind() == kind).count();
  }

  public JsonObject encode() {
    return JsonObject.builder()
        .put("targets", JsonArray.ofStrings(targets))
        .put("images", JsonArray.ofStrings(images))
        .put("signatures", JsonArray.of(signatures.stream().map(StoredSignature::encode).toList()))
        .put("findings", JsonArray.of(findings.stream().map(Finding::encode).toList()))
        .build();
  }
}
