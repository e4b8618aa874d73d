package dk.sentinel.reports.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.compliance.audit.AuditEntry;
import dk.sentinel.reports.audit.AuditSummary.Count;
import dk.sentinel.reports.audit.AuditSummary.Line;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class AuditTallyTest {
  private final AuditTally tally = new AuditTally();
  private long position;

  @Test
  void nothing_counts_to_nothing() {
    AuditSummary summary = tally.summary();
    assertThat(summary.acts()).isZero();
    assertThat(summary.first()).isNull();
    assertThat(summary.months()).isEmpty();
    assertThat(summary.refusals()).isEqualTo(new AuditSummary.Listing(0, List.of()));
  }

  @Test
  void acts_are_counted_by_what_who_why_how_and_when() {
    add("2026-01-31T22:59:59Z", "sign-in", "owner", "success");
    add("2026-01-31T23:00:00Z", "report.open", "owner", "success");
    add("2026-03-01T12:00:00Z", "report.open", "physiotherapist", "success");
    AuditSummary summary = tally.summary();
    assertThat(summary.acts()).isEqualTo(3);
    assertThat(summary.actions())
        .containsExactly(new Count("report.open", 2), new Count("sign-in", 1));
    assertThat(summary.actors())
        .containsExactly(new Count("id-owner", 2), new Count("id-physiotherapist", 1));
    assertThat(summary.purposes()).containsExactly(new Count("ADMIN", 3));
    assertThat(summary.outcomes()).containsExactly(new Count("success", 3));
    assertThat(summary.first()).isEqualTo(Instant.parse("2026-01-31T22:59:59Z"));
    assertThat(summary.months())
        .as("months are Danish months")
        .containsExactly(
            new AuditSummary.Month(YearMonth.of(2026, 1), 1),
            new AuditSummary.Month(YearMonth.of(2026, 2), 1),
            new AuditSummary.Month(YearMonth.of(2026, 3), 1));
  }

  @Test
  void what_an_auditor_asks_for_is_listed_apart() {
    String at = "2026-02-02T10:00:00Z";
    add(at, "member.add", "owner", "success");
    add(at, "agreement.sign", "owner", "success");
    add(at, "agreement.read", "owner", "success");
    add(at, "consent.withdraw", "owner", "success");
    add(at, "project.enrol", "owner", "refused");
    add(at, "journal.store", "practice-system", "failure");
    add(at, "report.export", "physiotherapist", "success");
    add(at, "audit.export", "auditor", "success");
    add(at, "audit.search", "auditor", "success");
    add(at, "clinic.create", "operator", "success");
    AuditSummary summary = tally.summary();
    assertThat(summary.changes().lines())
        .extracting(Line::action)
        .containsExactly("member.add", "agreement.sign", "consent.withdraw", "clinic.create");
    assertThat(summary.refusals().lines())
        .extracting(Line::action)
        .containsExactly("project.enrol", "journal.store");
    assertThat(summary.exports().lines())
        .extracting(Line::action)
        .containsExactly("report.export", "audit.export");
    assertThat(summary.looks().lines()).extracting(Line::action).containsExactly("audit.search");
    assertThat(summary.actions())
        .contains(new Count("project.enrol refused", 1), new Count("journal.store failure", 1));
    assertThat(summary.refusals().lines().getFirst().position()).isEqualTo(4);
    assertThat(summary.refusals().lines().getFirst().fact()).isEqualTo("gate-closed");
  }

  @Test
  void lists_and_words_end_however_long_the_log_is() {
    for (int at = 0; at < 5_000; at++) {
      add("2026-02-02T10:00:00Z", "access.refuse", "stranger-" + at, "refused");
    }
    AuditSummary summary = tally.summary();
    assertThat(summary.refusals().lines()).hasSize(AuditTally.MOST_LINES);
    assertThat(summary.refusals().more()).isEqualTo(5_000 - AuditTally.MOST_LINES);
    assertThat(summary.actors()).hasSize(AuditTally.MOST_WORDS + 1);
    assertThat(summary.actors().stream().mapToLong(Count::count).sum()).isEqualTo(5_000);
    assertThat(summary.actors()).contains(new Count("", 5_000 - AuditTally.MOST_WORDS));
  }

  private void add(String at, String action, String role, String outcome) {
    tally.add(position++, entry(at, action, role, outcome));
  }

  static AuditEntry entry(String at, String action, String role, String outcome) {
    return new AuditEntry(
        new UUID(0, 1),
        Instant.parse(at),
        new UUID(0, 2),
        new UUID(0, 3),
        new AuditEntry.By("person", "id-" + role, role, null, null, null, null, null, null),
        action,
        new AuditEntry.On("project", "diagnosekodning"),
        outcome,
        "ADMIN",
        null,
        Map.of("reason", "gate-closed", "gate", "signed"),
        null,
        null,
        null);
  }
}
