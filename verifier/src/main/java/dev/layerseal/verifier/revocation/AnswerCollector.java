package dev.layerseal.verifier.revocation;

import dev.layerseal.x509.CertificateChain;
import dev.layerseal.x509.DistinguishedName;
import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Asks about certificates and keeps what was answered, for where there is no network. */
public final class AnswerCollector {

  private final RevocationFetcher network;
  private final List<byte[]> lists = new ArrayList<>();
  private final List<byte[]> answers = new ArrayList<>();
  private final List<String> open = new ArrayList<>();

  public AnswerCollector(RevocationFetcher network) {
    this.network = network;
  }

  /** Asks about every certificate whose issuer is among the others. */
  public PinnedAnswers collect(Collection<X509Certificate> certificates, Instant now) {
    List<X509Certificate> all = List.copyOf(new LinkedHashSet<>(certificates));
    for (X509Certificate certificate : all) {
      all.stream()
          .filter(issuer -> !issuer.equals(certificate))
          .filter(issuer -> CertificateChain.issued(issuer, certificate))
          .findFirst()
          .ifPresent(issuer -> ask(new CertificateChain(List.of(certificate, issuer)), now));
    }
    return new PinnedAnswers(lists, answers);
  }

  /** Certificates about which nobody gave an answer that counts, and why. */
  public List<String> open() {
    return List.copyOf(open);
  }

  private void ask(CertificateChain pair, Instant now) {
    Recorder recorder = new Recorder();
    RevocationReport report = new OnlineRevocation(recorder).check(pair, now, Optional.empty());
    if (report.status().good() || report.status() == RevocationStatus.REVOKED) {
      lists.addAll(recorder.lists);
      answers.addAll(recorder.answers);
    } else {
      open.add(
          "%s: %s"
              .formatted(
                  DistinguishedName.of(pair.leaf().getSubjectX500Principal()),
                  report.fault().orElse("no answer")));
    }
  }

  private final class Recorder implements RevocationFetcher {
    private final List<byte[]> lists = new ArrayList<>();
    private final List<byte[]> answers = new ArrayList<>();

    @Override
    public byte[] fetchList(URI address) throws IOException {
      byte[] list = network.fetchList(address);
      lists.add(list);
      return list;
    }

    @Override
    public byte[] askResponder(URI address, byte[] request) throws IOException {
      byte[] answer = network.askResponder(address, request);
      answers.add(answer);
      return answer;
    }
  }
}
