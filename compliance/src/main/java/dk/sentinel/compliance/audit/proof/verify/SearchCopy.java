package dk.sentinel.compliance.audit.proof.verify;

import dk.sentinel.compliance.audit.proof.BundlePath;
import dk.sentinel.compliance.audit.proof.Checkpoint;
import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.audit.proof.TilePath;
import dk.sentinel.compliance.audit.proof.TreeHasher;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The searchable copy of a log in OpenSearch, compared with what was signed: which entries it
 * lacks, has more than once, or tells otherwise. Entries that were recorded after the checkpoint
 * are none of its business. A copy may let old entries go by age: how far back it must reach, the
 * one who compares says, never the copy. Reads only.
 */
public final class SearchCopy {
  private static final int HITS = 2_048;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ZoneId ZONE = ZoneId.of("Europe/Copenhagen");

  private final URI search;
  private final @Nullable String authorization;
  private final Instant from;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  private SearchCopy(URI search, @Nullable String authorization, Instant from) {
    this.search = search;
    this.authorization = authorization;
    this.from = from;
  }

  /**
   * A copy.
   *
   * @param url of the data stream, such as {@code https://reader:secret@host:9200/sentinel-audit}
   * @throws IllegalArgumentException when it is no such address
   */
  public static SearchCopy at(String url) {
    URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    String path = uri.getRawPath();
    if (uri.getHost() == null
        || !List.of("http", "https").contains(uri.getScheme())
        || path == null
        || !path.matches("/[^/]+")) {
      throw new IllegalArgumentException("http(s)://host:port/data-stream");
    }
    String user = uri.getUserInfo();
    URI search =
        URI.create(
            uri.getScheme()
                + "://"
                + uri.getHost()
                + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                + path
                + "/_search");
    return new SearchCopy(
        search,
        user == null
            ? null
            : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)),
        Instant.MIN);
  }

  /**
   * The same copy, which need not have what was recorded before a day.
   *
   * @param day in Copenhagen, where the days of retention begin
   */
  public SearchCopy from(LocalDate day) {
    return new SearchCopy(search, authorization, day.atStartOfDay(ZONE).toInstant());
  }

  /**
   * Compares.
   *
   * @return how many entries the copy lacks because it need not have them
   * @throws IOException when the copy cannot be asked
   */
  long compare(
      Checkpoint head,
      SignedTree tree,
      EntryFiles entries,
      Findings findings,
      LogCheck.Watcher watcher)
      throws IOException {
    String clinic = head.origin().substring(head.origin().lastIndexOf('/') + 1);
    TreeHasher hasher = new TreeHasher();
    long letGo = 0;
    for (long number = 0; number * TilePath.FULL < head.size(); number++) {
      long first = number * TilePath.FULL;
      int width = (int) Math.min(TilePath.FULL, head.size() - first);
      byte[] hashes = tree.vouched(0, number);
      if (hashes != null) {
        Window window = new Window(first, width, hashes, hasher);
        window.read(hits(clinic, first, width));
        letGo += window.judge(findings, new Ages(entries, number, width));
      }
      watcher.checked(first + width, head.size());
    }
    return letGo;
  }

  /** How old the entries of one tile are; asks the files only when there is need to know. */
  private final class Ages {
    private final EntryFiles entries;
    private final BundlePath bundle;
    private @Nullable List<byte[]> read;

    Ages(EntryFiles entries, long number, int width) {
      this.entries = entries;
      this.bundle = new BundlePath(number, width);
    }

    /** Whether an entry, if it is the signed one, was recorded before the copy must begin. */
    boolean isOld(int at, Predicate<byte[]> signed) {
      if (from.equals(Instant.MIN)) {
        return false;
      }
      if (read == null) {
        read = entries.read(bundle);
      }
      return at < read.size() && signed.test(read.get(at)) && isBefore(read.get(at));
    }

    private boolean isBefore(byte[] entry) {
      try {
        Object recorded =
            Json.member(Json.parse(new String(entry, StandardCharsets.UTF_8)), "recordedAt");
        return recorded instanceof String moment && Instant.parse(moment).isBefore(from);
      } catch (IllegalArgumentException | DateTimeParseException e) {
        return false;
      }
    }
  }

  private List<?> hits(String clinic, long first, int width) throws IOException {
    String query =
        "{\"size\":"
            + HITS
            + ",\"track_total_hits\":false,\"query\":{\"bool\":{\"filter\":[{\"term\":{\"clinic\":"
            + Json.quoted(clinic)
            + "}},{\"range\":{\"position\":{\"gte\":"
            + first
            + ",\"lt\":"
            + (first + width)
            + "}}}]}},\"sort\":[{\"position\":\"asc\"}]}";
    Object answer = asked(query);
    if (Json.member(Json.member(answer, "hits"), "hits") instanceof List<?> hits
        && Json.member(answer, "timed_out") instanceof Boolean late
        && !late
        && Json.member(Json.member(answer, "_shards"), "failed") instanceof Json.Decimal failed
        && failed.digits().equals("0")) {
      return hits;
    }
    throw new IOException("the searchable copy gave no complete answer");
  }

  private Object asked(String query) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(search)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(query));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException("the searchable copy answered " + answer.statusCode());
      }
      return Json.parse(answer.body());
    } catch (IllegalArgumentException e) {
      throw new IOException("the searchable copy did not answer with JSON", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** What the copy says of one tile's entries. */
  private static final class Window {
    private final long first;
    private final byte[] hashes;
    private final TreeHasher hasher;
    private final int[] seen;
    private final boolean[] differs;

    Window(long first, int width, byte[] hashes, TreeHasher hasher) {
      this.first = first;
      this.hashes = hashes;
      this.hasher = hasher;
      this.seen = new int[width];
      this.differs = new boolean[width];
    }

    void read(List<?> hits) {
      for (Object hit : hits) {
        int at = place(hit);
        if (at >= 0 && Json.member(hit, "_source") instanceof Map<?, ?> source) {
          seen[at]++;
          differs[at] |= !isAsSigned(source, at);
        }
      }
    }

    /** Tells what is wrong; returns how many entries are lacking because they are old. */
    int judge(Findings findings, Ages ages) {
      int letGo = 0;
      for (int at = 0; at < seen.length; at++) {
        long entry = first + at;
        if (seen[at] == 0) {
          int place = at;
          if (ages.isOld(at, bytes -> isSigned(bytes, place))) {
            letGo++;
          } else {
            findings.add(Damage.of(Damage.Kind.COPY_LACKS, entry, entry));
          }
        }
        if (seen[at] > 1) {
          findings.add(Damage.of(Damage.Kind.COPY_DOUBLES, entry, entry));
        }
        if (differs[at]) {
          findings.add(Damage.of(Damage.Kind.COPY_DIFFERS, entry, entry));
        }
      }
      return letGo;
    }

    private boolean isSigned(byte[] entry, int at) {
      byte[] hash = new byte[Hashes.LENGTH];
      hasher.leaf(entry, 0, entry.length, hash, 0);
      int from = at * Hashes.LENGTH;
      return Arrays.equals(hash, 0, Hashes.LENGTH, hashes, from, from + Hashes.LENGTH);
    }

    /** Which entry of the window a hit is; -1 when it tells none. */
    private int place(Object hit) {
      if (Json.member(Json.member(hit, "_source"), "position") instanceof Json.Decimal position
          && position.digits().matches("[0-9]{1,15}")) {
        long at = Long.parseLong(position.digits()) - first;
        return at >= 0 && at < seen.length ? (int) at : -1;
      }
      return -1;
    }

    /** Both the text and what is searched must be the entry's. */
    private boolean isAsSigned(Map<?, ?> source, int at) {
      if (!(source.get("canonical") instanceof String canonical)) {
        return false;
      }
      if (!isSigned(canonical.getBytes(StandardCharsets.UTF_8), at)) {
        return false;
      }
      return Json.parse(canonical) instanceof Map<?, ?> entry
          && entry.entrySet().stream()
              .allMatch(member -> member.getValue().equals(source.get(member.getKey())))
          && source.size() == entry.size() + 3
          && sameMoment(source.get("@timestamp"), entry.get("recordedAt"));
    }

    private static boolean sameMoment(@Nullable Object one, @Nullable Object other) {
      try {
        return Instant.parse(String.valueOf(one)).equals(Instant.parse(String.valueOf(other)));
      } catch (DateTimeParseException e) {
        return false;
      }
    }
  }
}
