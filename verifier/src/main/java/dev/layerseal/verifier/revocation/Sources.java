package dev.layerseal.verifier.revocation;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Extension;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** Whom a certificate or a list names for asking. */
final class Sources {

  private static final int MAX_ADDRESSES = 8;

  private Sources() {}

  /** OCSP responders, from authorityInfoAccess. */
  static List<URI> responders(X509Extension certificate) {
    byte[] value = certificate.getExtensionValue(Extension.authorityInfoAccess.getId());
    List<URI> addresses = new ArrayList<>();
    if (value != null) {
      for (AccessDescription access :
          AuthorityInformationAccess.getInstance(content(value)).getAccessDescriptions()) {
        if (access.getAccessMethod().equals(AccessDescription.id_ad_ocsp)) {
          add(addresses, access.getAccessLocation());
        }
      }
    }
    return addresses;
  }

  /** Places of the lists, from cRLDistributionPoints. */
  static List<URI> lists(X509Extension certificate) {
    return points(certificate, Extension.cRLDistributionPoints.getId());
  }

  /** Places of the newest changes, from freshestCRL. */
  static List<URI> freshest(X509Extension holder) {
    return points(holder, Extension.freshestCRL.getId());
  }

  static boolean namesFreshest(X509Extension holder) {
    return holder.getExtensionValue(Extension.freshestCRL.getId()) != null;
  }

  private static List<URI> points(X509Extension holder, String oid) {
    byte[] value = holder.getExtensionValue(oid);
    List<URI> addresses = new ArrayList<>();
    if (value != null) {
      for (DistributionPoint point :
          CRLDistPoint.getInstance(content(value)).getDistributionPoints()) {
        DistributionPointName name = point.getDistributionPoint();
        if (name != null && name.getType() == DistributionPointName.FULL_NAME) {
          for (GeneralName general : GeneralNames.getInstance(name.getName()).getNames()) {
            add(addresses, general);
          }
        }
      }
    }
    return addresses;
  }

  private static byte[] content(byte[] value) {
    return ASN1OctetString.getInstance(value).getOctets();
  }

  private static void add(List<URI> addresses, GeneralName name) {
    if (name.getTagNo() == GeneralName.uniformResourceIdentifier
        && addresses.size() < MAX_ADDRESSES) {
      try {
        addresses.add(new URI(name.getName().toString()));
      } catch (URISyntaxException e) {
        // An address that is none still has to be asked: it makes the answer unreachable.
        addresses.add(URI.create("invalid:address"));
      }
    }
  }
}
