package dev.layerseal.erofs;

import java.util.List;

/**
 * What a check of an image found.
 *
 * @param findings in the order of the walk, {@link CheckFindings#LIMIT} at most
 * @param more number of findings that were counted and not kept
 * @param inodes number of inodes reached
 * @param files number of regular files among them
 * @param contentBytes length of the content of those
 * @param complete whether all content was looked at; compressed content is, up to a bound
 */
public record CheckReport(
    List<Finding> findings,
    long more,
    long inodes,
    long files,
    long contentBytes,
    boolean complete) {

  public CheckReport {
    findings = List.copyOf(findings);
  }

  public boolean clean() {
    return findings.isEmpty();
  }
}
