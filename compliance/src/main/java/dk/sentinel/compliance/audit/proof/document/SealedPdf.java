package dk.sentinel.compliance.audit.proof.document;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * What a file is, and whether it is as it was sealed.
 *
 * @param kind what it is
 * @param damages what is not as it should be; none for a file that is sealed and intact
 * @param statement what the seal says it confirms; null when there is no seal or it says nothing
 * @param sealedBy the name in the seal's certificate (RFC 2253, and organizationIdentifier of ETSI
 *     EN 319 412-1 in words); null when there is no seal
 * @param sealedAt when the seal was there, by a time-stamp authority; null when none says so
 * @param stampedAt when the whole file was there, by a time-stamp authority; null when none says so
 */
public record SealedPdf(
    Kind kind,
    List<Damage> damages,
    @Nullable String statement,
    @Nullable String sealedBy,
    @Nullable Instant sealedAt,
    @Nullable Instant stampedAt) {
  /** RFC 2253 writes an attribute that it does not know as hexadecimal DER. */
  private static final Map<String, String> WORDS = Map.of("2.5.4.97", "organizationIdentifier");

  /** Keeps its own copy. */
  public SealedPdf {
    damages = List.copyOf(damages);
  }

  /** What a file can be; the names are part of the machine-readable report. */
  public enum Kind {
    /** No PDF. */
    NO_PDF,
    /** A PDF without a seal: none was there, or it was taken off. */
    NO_SEAL,
    /** A PDF that somebody else sealed or signed. */
    OTHER_SEAL,
    /** A PDF with the seal of the platform. */
    SEALED
  }

  /** What can be wrong; the names are part of the machine-readable report. */
  public enum Damage {
    /** Bytes under the seal were changed. */
    CHANGED,
    /** The seal itself cannot be read, or its certificate did not make it. */
    SIGNATURE,
    /** The seal's certificate leads to no trusted authority, or was revoked. */
    UNTRUSTED,
    /** The time stamp of the seal or of the file is missing, or not over it. */
    TIME_STAMP,
    /** A time stamp's certificate leads to no trusted authority, or was revoked. */
    TIME_STAMP_UNTRUSTED,
    /** Something was appended after the last time stamp. */
    APPENDED,
    /** Between seal and last time stamp something was added that no seal brings along. */
    REVISED
  }

  /** Whether it has the platform's seal and is as it was sealed. */
  public boolean isIntact() {
    return kind == Kind.SEALED && damages.isEmpty();
  }

  /** Checks a file; asks nobody, and keeps nothing of it. */
  public static SealedPdf check(byte[] file, Trust trust) {
    if (!PdfText.comes(file, 0, "%PDF-")) {
      return new SealedPdf(Kind.NO_PDF, List.of(), null, null, null, null);
    }
    List<PdfSignature> signatures = PdfSignature.in(file);
    if (signatures.isEmpty()) {
      return new SealedPdf(Kind.NO_SEAL, List.of(), null, null, null, null);
    }
    return new Check(file, trust, signatures).result();
  }

  /** One check; holds what it finds on the way. */
  private static final class Check {
    private final byte[] file;
    private final Trust trust;
    private final List<PdfSignature> signatures;
    private final List<Damage> damages = new ArrayList<>();
    private List<X509Certificate> certificates = List.of();
    private List<X509CRL> lists = List.of();

    Check(byte[] file, Trust trust, List<PdfSignature> signatures) {
      this.file = file;
      this.trust = trust;
      this.signatures = signatures;
    }

    SealedPdf result() {
      PdfSignature seal = seal();
      Optional<Cms> cms = cms(seal);
      String by = cms.map(Check::signer).orElse(null);
      if (cms.isEmpty() || by == null) {
        damages.add(Damage.SIGNATURE);
        return new SealedPdf(Kind.OTHER_SEAL, damages, seal.reason(), by, null, null);
      }
      Kind kind = isOurs(cms.get()) ? Kind.SEALED : Kind.OTHER_SEAL;
      readAdditions(seal);
      Optional<TimeStamp> sealedAt = checkSeal(seal, cms.get());
      Optional<TimeStamp> stampedAt = kind == Kind.SEALED ? checkWhole(seal) : Optional.empty();
      return new SealedPdf(
          kind,
          damages.stream().distinct().toList(),
          seal.reason(),
          by,
          sealedAt.map(TimeStamp::at).orElse(null),
          stampedAt.map(TimeStamp::at).orElse(null));
    }

    /** The platform's seal; when there is none, the first that is no time stamp. */
    private PdfSignature seal() {
      List<PdfSignature> seals = signatures.stream().filter(each -> !each.isTimeStamp()).toList();
      return seals.stream()
          .filter(each -> cms(each).map(this::isOurs).orElse(false))
          .findFirst()
          .orElse(seals.isEmpty() ? signatures.getFirst() : seals.getFirst());
    }

    private static Optional<Cms> cms(PdfSignature signature) {
      try {
        return Optional.of(Cms.parse(signature.content().array()));
      } catch (Der.Malformed none) {
        return Optional.empty();
      }
    }

    private boolean isOurs(Cms cms) {
      try {
        return trust.knows(cms.signer());
      } catch (Der.Malformed none) {
        return false;
      }
    }

    private static @Nullable String signer(Cms cms) {
      try {
        return cms.signer().getSubjectX500Principal().getName(X500Principal.RFC2253, WORDS);
      } catch (Der.Malformed none) {
        return null;
      }
    }

    private void readAdditions(PdfSignature seal) {
      try {
        Additions additions = Additions.read(file, seal.end(), signatures.getLast().end());
        certificates = additions.certificates();
        lists = additions.lists();
      } catch (PdfText.Malformed more) {
        damages.add(Damage.REVISED);
      }
    }

    private Optional<TimeStamp> checkSeal(PdfSignature seal, Cms cms) {
      try {
        if (!cms.isOver(seal.covered(file))) {
          damages.add(Damage.CHANGED);
        }
        if (!cms.isSigned()) {
          damages.add(Damage.SIGNATURE);
        }
        Optional<byte[]> token = cms.timeStamp();
        if (token.isEmpty()) {
          damages.add(Damage.TIME_STAMP);
          return Optional.empty();
        }
        TimeStamp stamp = TimeStamp.over(cms.signature(), token.get());
        checkTrust(stamp);
        if (!reaches(cms.signer(), cms.certificates(), stamp.at())) {
          damages.add(Damage.UNTRUSTED);
        }
        return Optional.of(stamp);
      } catch (Der.Malformed broken) {
        damages.add(Damage.SIGNATURE);
      } catch (TimeStamp.NotValid not) {
        damages.add(Damage.TIME_STAMP);
      }
      return Optional.empty();
    }

    private Optional<TimeStamp> checkWhole(PdfSignature seal) {
      PdfSignature last = signatures.getLast();
      if (last.end() != file.length) {
        damages.add(Damage.APPENDED);
      }
      if (!last.isTimeStamp() || last.end() <= seal.end()) {
        damages.add(Damage.TIME_STAMP);
        return Optional.empty();
      }
      try {
        TimeStamp stamp = TimeStamp.over(last.covered(file), last.content().array());
        checkTrust(stamp);
        return Optional.of(stamp);
      } catch (TimeStamp.NotValid not) {
        damages.add(Damage.TIME_STAMP);
        return Optional.empty();
      }
    }

    private void checkTrust(TimeStamp stamp) {
      if (!reaches(stamp.signer(), stamp.certificates(), stamp.at())) {
        damages.add(Damage.TIME_STAMP_UNTRUSTED);
      }
    }

    private boolean reaches(X509Certificate one, List<X509Certificate> others, Instant at) {
      List<X509Certificate> all = new ArrayList<>(others);
      all.addAll(certificates);
      return trust.reaches(one, all, lists, at);
    }
  }
}
