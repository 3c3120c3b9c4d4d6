package dev.layerseal.verifier.revocation;

import java.security.cert.X509Certificate;

/**
 * What was found out about one certificate.
 *
 * @param detail who was asked and what came of it, in words
 */
public record CertificateRevocation(
    X509Certificate certificate, RevocationStatus status, String detail) {}
