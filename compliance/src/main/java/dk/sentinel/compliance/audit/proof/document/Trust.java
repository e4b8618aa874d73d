package dk.sentinel.compliance.audit.proof.document;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whom a check trusts.
 *
 * @param anchors the authorities
 * @param seals the certificates of seals that count as the platform's; empty when every one does
 *     that leads to an authority
 */
public record Trust(List<X509Certificate> anchors, List<X509Certificate> seals) {
  private static final int LONGEST_PATH = 6;

  /** Keeps its own copies. */
  public Trust {
    anchors = List.copyOf(anchors);
    seals = List.copyOf(seals);
  }

  /** Whether a seal's certificate counts as the platform's. */
  boolean knows(X509Certificate seal) {
    return seals.isEmpty() || seals.contains(seal);
  }

  /**
   * Whether a certificate led to an authority at a moment and was not revoked, by lists that were
   * kept. Asks nobody.
   */
  boolean reaches(
      X509Certificate certificate, List<X509Certificate> others, List<X509CRL> lists, Instant at) {
    return leads(certificate, others, lists, true, at);
  }

  /** Whether a certificate led to an authority at a moment; revocation is not looked at. */
  boolean leads(X509Certificate certificate, List<X509Certificate> others, Instant at) {
    return leads(certificate, others, List.of(), false, at);
  }

  @SuppressWarnings("JavaUtilDate") // what the JDK's path builder takes
  private boolean leads(
      X509Certificate certificate,
      List<X509Certificate> others,
      List<X509CRL> lists,
      boolean revocation,
      Instant at) {
    try {
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(certificate);
      Set<TrustAnchor> trusted = new HashSet<>();
      anchors.forEach(anchor -> trusted.add(new TrustAnchor(anchor, null)));
      if (trusted.isEmpty()) {
        return false;
      }
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, target);
      List<Object> known = new ArrayList<>(others);
      known.add(certificate);
      known.addAll(lists);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
      parameters.setDate(Date.from(at));
      parameters.setMaxPathLength(LONGEST_PATH);
      CertPathBuilder builder = CertPathBuilder.getInstance("PKIX");
      PKIXRevocationChecker checker = (PKIXRevocationChecker) builder.getRevocationChecker();
      checker.setOptions(
          EnumSet.of(
              PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
      parameters.setRevocationEnabled(revocation);
      if (revocation) {
        parameters.addCertPathChecker(checker);
      }
      builder.build(parameters);
      return true;
    } catch (GeneralSecurityException doesNot) {
      return false;
    }
  }
}
