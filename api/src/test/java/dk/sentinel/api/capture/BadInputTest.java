package dk.sentinel.api.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dk.sentinel.api.ScriptedIssuer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.node.ObjectNode;

/** What comes to the FHIR door and must not get through it: each gets a clear answer. */
final class BadInputTest extends FhirDoor {
  private static final String YDERNUMMER = "061210";
  private static final String NEIGHBOUR = "061220";
  private static final long TWO_HUNDRED_MB = 200L << 20;

  private TestClinic clinic;
  private TestClinic neighbour;

  @BeforeAll
  void openTheGates() {
    clinic = openClinic("99000007", YDERNUMMER);
    clock.setDaysAgo(60);
    neighbour = newClinic("99000015", NEIGHBOUR);
    activate(neighbour, "other-journal");
    clock.set(java.time.Duration.ZERO);
  }

  private static TestBundle good(String id) {
    return TestBundle.of(YDERNUMMER)
        .patient("p-" + id, "6101801234", "female", "1980-01-01")
        .condition("c-" + id, "p-" + id, "L03", daysAgo(10));
  }

  private static void refusedWith(Answer answer, int status) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().path("resourceType").asString("")).isEqualTo("OperationOutcome");
    assertThat(answer.issue().path("severity").asString("")).isEqualTo("error");
    assertThat(answer.issue().path("code").asString("")).isNotBlank();
    assertThat(answer.issue().path("diagnostics").asString("")).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "hej",
        "[]",
        "null",
        "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[}",
        "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[]} {}",
        "{\"resourceType\":\"Bundle\",\"resourceType\":\"Bundle\",\"type\":\"collection\"}",
        "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"total\":NaN}"
      })
  void broken_json_is_refused(String body) {
    refusedWith(send("demo-journal", body.getBytes(StandardCharsets.UTF_8)), 400);
  }

  @Test
  void a_truncated_body_is_refused_and_nothing_of_it_is_stored() {
    byte[] whole = good("cut").bytes();
    refusedWith(send("demo-journal", Arrays.copyOf(whole, whole.length - 20)), 400);
    assertThat(rows(clinic)).isZero();
  }

  @Test
  void a_body_that_is_no_text_is_refused() {
    byte[] noise = new byte[5_000];
    new java.util.Random(7).nextBytes(noise);
    refusedWith(send("demo-journal", noise), 400);
  }

  @Test
  void a_connection_that_breaks_in_the_middle_stores_nothing_and_harms_nobody() throws IOException {
    byte[] whole = good("broken").bytes();
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(head("Content-Length: " + whole.length, FHIR.toString()));
      out.write(whole, 0, whole.length / 2);
      out.flush();
    }
    assertThat(send(TestBundle.of(YDERNUMMER)).status()).isEqualTo(200);
    assertThat(
            count(
                "select count(*) from databank.source_record where clinic_id = '"
                    + clinic.id()
                    + "' and record_id is null"))
        .isZero();
  }

  @Test
  void an_announced_200_mb_are_refused_before_they_are_sent() throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(head("Content-Length: " + TWO_HUNDRED_MB, FHIR.toString()));
      socket.getOutputStream().flush();
      assertThat(statusLine(socket)).contains(" 413 ");
    }
  }

  @Test
  void a_stream_of_200_mb_is_refused_long_before_its_end() throws IOException {
    byte[] chunk = new byte[1 << 16];
    Arrays.fill(chunk, (byte) ' ');
    byte[] head = (Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    long sent = 0;
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(head("Transfer-Encoding: chunked", FHIR.toString()));
      try {
        while (sent < TWO_HUNDRED_MB && socket.getInputStream().available() == 0) {
          out.write(head);
          out.write(chunk);
          out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
          sent += chunk.length;
        }
        assertThat(statusLine(socket)).contains(" 413 ");
      } catch (IOException closed) {
        // the server may hang up on who goes on talking after its answer
        assertThat(sent).isLessThan(TWO_HUNDRED_MB);
      }
    }
    assertThat(sent).isBetween(30L << 20, 100L << 20);
    assertThat(send(TestBundle.of(YDERNUMMER)).status()).isEqualTo(200);
  }

  @Test
  void a_gzip_bomb_is_refused() throws IOException {
    Answer answer = sendEncoded("gzip", gzip(new byte[300 << 20]));
    refusedWith(answer, 413);
  }

  @Test
  void a_bomb_inside_a_bomb_is_just_broken_json() throws IOException {
    refusedWith(sendEncoded("gzip", gzip(gzip(new byte[100 << 20]))), 400);
  }

  @Test
  void a_gzipped_bundle_is_read() throws IOException {
    Answer answer = sendEncoded("gzip", gzip(TestBundle.of(YDERNUMMER).bytes()));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void what_only_says_it_is_gzip_is_refused() throws IOException {
    refusedWith(sendEncoded("gzip", TestBundle.of(YDERNUMMER).bytes()), 400);
    byte[] whole = gzip(TestBundle.of(YDERNUMMER).bytes());
    refusedWith(sendEncoded("gzip", Arrays.copyOf(whole, whole.length - 12)), 400);
    refusedWith(sendEncoded("br", whole), 415);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/fhir+xml", "application/xml", "text/html"})
  void another_media_type_is_refused(String type) {
    Answer answer =
        answer(
            asPracticeSystem("demo-journal")
                .post()
                .uri("/fhir")
                .contentType(MediaType.valueOf(type))
                .bodyValue(good("media").bytes()));
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.body()).containsAnyOf("OperationOutcome", "https://sentinel.dk/problems/");
  }

  @Test
  void plain_json_is_accepted_as_media_type() {
    Answer answer =
        answer(
            asPracticeSystem("demo-journal")
                .post()
                .uri("/fhir")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(TestBundle.of(YDERNUMMER).bytes()));
    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Patient", "Parameters", "OperationOutcome"})
  void what_is_no_bundle_is_refused(String type) {
    String body = "{\"resourceType\":\"" + type + "\",\"id\":\"x\"}";
    assertThat(send("demo-journal", body.getBytes(StandardCharsets.UTF_8)).status()).isIn(400, 422);
  }

  @Test
  void json_nested_without_end_is_refused() {
    String deep =
        "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":"
            + "[".repeat(200_000)
            + "]".repeat(200_000)
            + "}";
    refusedWith(send("demo-journal", deep.getBytes(StandardCharsets.UTF_8)), 400);
  }

  @Test
  void json_of_millions_of_empty_objects_is_refused() {
    String many =
        "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":{\"x\":["
            + "{},".repeat(3_000_000)
            + "{}]}}]}";
    refusedWith(send("demo-journal", many.getBytes(StandardCharsets.UTF_8)), 400);
  }

  @Test
  void a_number_of_a_million_digits_is_refused() {
    String body =
        "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":{\"n\":"
            + "9".repeat(1_000_000)
            + "}}]}";
    refusedWith(send("demo-journal", body.getBytes(StandardCharsets.UTF_8)), 400);
  }

  @Test
  void entries_that_are_no_resources_are_refused_one_by_one() {
    ObjectNode nothing = JSON.createObjectNode();
    ObjectNode number = JSON.createObjectNode().put("resourceType", 7);
    ObjectNode list = JSON.createObjectNode();
    list.putArray("resourceType").add("Patient");
    ObjectNode odd = JSON.createObjectNode().put("resourceType", "Condition");
    odd.put("code", "L03").put("subject", "Patient/nancy").putArray("recordedDate").add("2026");
    Answer answer =
        send(
            TestBundle.of(YDERNUMMER)
                .nancy()
                .raw(nothing)
                .raw(number)
                .raw(list)
                .raw(odd)
                .condition("c-odd", "nancy", "L03", daysAgo(3)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.refused()).hasSize(4);
    assertThat(answer.stored("Condition")).isOne();
  }

  @Test
  void unknown_foreign_missing_and_not_activated_ydernumre_get_one_answer() {
    List<TestBundle> bundles =
        List.of(
            TestBundle.of("069999"),
            TestBundle.of(NEIGHBOUR),
            TestBundle.empty("collection"),
            TestBundle.of("hemmelig"),
            TestBundle.of(YDERNUMMER).organization(NEIGHBOUR));
    List<String> answers =
        bundles.stream()
            .map(bundle -> bundle.nancy().condition("c-foreign", "nancy", "L03", daysAgo(3)))
            .map(this::send)
            .peek(answer -> refusedWith(answer, 403))
            .map(answer -> answer.issue().toString())
            .toList();
    assertThat(answers).allMatch(answers.getFirst()::equals);
    assertThat(rows(neighbour)).isZero();
  }

  @Test
  void a_system_that_the_clinic_has_not_activated_is_refused() {
    refusedWith(send("other-journal", good("system").bytes()), 403);
  }

  @Test
  void a_ydernummer_without_leading_zeros_is_the_same() {
    assertThat(send(TestBundle.of("61210")).status()).isEqualTo(200);
  }

  @Test
  void without_a_good_token_of_a_practice_system_the_body_is_not_looked_at() throws JOSEException {
    Instant now = Instant.now();
    assertThat(sendWith(null)).isEqualTo(401);
    assertThat(sendWith("rubbish")).isEqualTo(401);
    assertThat(sendWith(new PlainJWT(claims(now, 300).build()).serialize())).isEqualTo(401);
    assertThat(sendWith(signed(issuer, claims(now, -300).build()))).as("expired").isEqualTo(401);
    assertThat(sendWith(signed(issuer, claims(now, 300).audience("sentinel-portal").build())))
        .as("wrong audience")
        .isEqualTo(401);
    assertThat(sendWith(signed(issuer, claims(now, 300).claim("scope", "email").build())))
        .as("no right to write")
        .isEqualTo(401);
    assertThat(sendWith(signed(issuer, claims(now, 300).issuer("https://evil.example").build())))
        .as("foreign issuer")
        .isEqualTo(401);
    try (ScriptedIssuer stranger = ScriptedIssuer.start()) {
      assertThat(sendWith(signed(stranger, claims(now, 300).build())))
          .as("foreign key")
          .isEqualTo(401);
    }
    assertThat(sendWith(signed(issuer, claims(now, 300).build()))).as("control").isEqualTo(200);
  }

  @Test
  void a_person_has_no_business_here_at_any_level() {
    assertThat(sendWith(issuer.access(clinic.owner()))).isEqualTo(403);
    assertThat(
            sendWith(
                issuer.access(clinic.owner(), claims -> claims.claim("acr", ScriptedIssuer.LOW))))
        .isEqualTo(401);
  }

  private JWTClaimsSet.Builder claims(Instant now, int seconds) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer.url())
        .subject("service-account")
        .audience("sentinel-api")
        .issueTime(Date.from(now.minusSeconds(600)))
        .expirationTime(Date.from(now.plusSeconds(seconds)))
        .claim("typ", "Bearer")
        .claim("azp", "demo-journal")
        .claim("scope", ScriptedIssuer.SENDS_ALL);
  }

  private static String signed(ScriptedIssuer by, JWTClaimsSet claims) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(by.key().getKeyID()).build(), claims);
    token.sign(new RSASSASigner(by.key()));
    return token.serialize();
  }

  private int sendWith(@org.jspecify.annotations.Nullable String token) {
    return answer(
            (token == null ? anonymous() : as(token))
                .post()
                .uri("/fhir")
                .contentType(FHIR)
                .bodyValue(TestBundle.of(YDERNUMMER).bytes()))
        .status();
  }

  private Answer sendEncoded(String encoding, byte[] body) {
    return answer(
        asPracticeSystem("demo-journal")
            .post()
            .uri("/fhir")
            .contentType(FHIR)
            .header(HttpHeaders.CONTENT_ENCODING, encoding)
            .bodyValue(body));
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    }
    return packed.toByteArray();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(address()).getPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private byte[] head(String framing, String type) {
    return ("POST /fhir HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + issuer.practiceSystem("demo-journal")
            + "\r\nContent-Type: "
            + type
            + "\r\n"
            + framing
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String statusLine(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString();
  }
}
