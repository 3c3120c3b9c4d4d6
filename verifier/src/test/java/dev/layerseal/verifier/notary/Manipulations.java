package dev.layerseal.verifier.notary;

import java.util.ArrayList;
import java.util.List;

/** The whole table. */
final class Manipulations {

  private Manipulations() {}

  static List<Manipulation> all() throws Exception {
    List<Manipulation> all = new ArrayList<>(FlippedBytes.all());
    all.addAll(JwsManipulations.all());
    all.addAll(CoseManipulations.all());
    all.addAll(PayloadManipulations.all());
    all.addAll(ChainManipulations.all());
    all.addAll(PolicyManipulations.all());
    all.addAll(ManifestManipulations.all());
    return all;
  }
}
