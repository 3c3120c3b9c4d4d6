package dev.layerseal.oci.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.RegistryException;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Reference;
import dev.layerseal.testdata.registry.Answer;
import dev.layerseal.testdata.registry.FaultyRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {

  private static final byte[] CONTENT = {1, 2, 3};
  private static final Descriptor BLOB = Descriptor.of("a/b", CONTENT);

  private FaultyRegistry registry = start();

  private static FaultyRegistry start() {
    try {
      return FaultyRegistry.start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private RegistryStore open(Credentials... credentials) throws Exception {
    return RegistryStore.open(
        Reference.parse(registry.address() + "/app"),
        RegistryContract.QUICK.withCredentials(
            (host, repository) -> List.of(credentials).stream().findFirst()));
  }

  private static Credentials password() {
    return new Credentials.Password("üser", "pass:wörd");
  }

  @BeforeEach
  void fill() {
    registry.putBlob("app", CONTENT);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer realm=\"%s\",service=\"s\",scope=\"repository:app:pull\"",
        "Bearer realm=\"%s\", service=\"s\", scope=\"repository:app:pull\"",
        "bearer scope=\"repository:app:pull\",service=\"s\",realm=\"%s\"",
        "BEARER  Realm = \"%s\" , Service=s",
        "Bearer realm=\"%s\"",
        "Bearer realm=%s",
        "Negotiate, Bearer realm=\"%s\",error=\"invalid_token\"",
        "Basic realm=\"a, b\", Bearer realm=\"%s\"",
        "Bearer realm=\"%s\", Basic realm=\"x\"",
        "Basic realm=\"x\"",
        "basic",
        "BASIC realm=x, charset=\"UTF-8\"",
      })
  void understandsEveryLegalChallenge(String challenge) throws Exception {
    registry.authenticate("üser", "pass:wörd", challenge);
    RegistryStore store = open(password());
    assertEquals(3, store.fetchBlob(BLOB, 3).length);
    store.pushBlob(Descriptor.emptyConfig(), Descriptor.emptyJson());
    store.checkCredentials();
  }

  @Test
  void asksForTheScopeThatTheCallNeeds() throws Exception {
    registry.authenticate("üser", "pass:wörd", "Bearer realm=\"%s\",service=\"s p\"");
    RegistryStore store = open(password());
    store.fetchBlob(BLOB, 3);
    store.fetchBlob(BLOB, 3);
    store.pushBlob(Descriptor.emptyConfig(), Descriptor.emptyJson());
    List<String> scopes =
        registry.requests().stream()
            .filter(request -> request.path().equals("/token"))
            .map(
                request ->
                    request.parameter("scope").orElse("")
                        + " "
                        + request.parameter("service").orElse(""))
            .toList();
    assertEquals(List.of("repository:app:pull s p", "repository:app:pull,push s p"), scopes);
  }

  @Test
  void getsANewTokenWhenTheOldOneExpired() throws Exception {
    registry.authenticate("üser", "pass:wörd", "Bearer realm=\"%s\"");
    RegistryStore store = open(password());
    store.fetchBlob(BLOB, 3);
    registry.expireTokens();
    store.fetchBlob(BLOB, 3);
    assertEquals(2, registry.count("GET", "/token"));
  }

  @Test
  void exchangesAnIdentityToken() throws Exception {
    registry.authenticate("üser", "pass:wörd", "Bearer realm=\"%s\"");
    open(new Credentials.IdentityToken("secret")).fetchBlob(BLOB, 3);
    assertEquals(1, registry.count("POST", "/token"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer realm=\"%s\"",
        "Basic realm=\"x\"",
        "Digest realm=\"x\"",
        "",
        "Bearer",
        "=,\"\\"
      })
  void saysThatCredentialsAreMissingOrWrong(String challenge) throws Exception {
    registry.authenticate("üser", "pass:wörd", challenge);
    for (RegistryStore store : List.of(open(), open(new Credentials.Password("a", "secret")))) {
      RegistryException e = assertThrows(RegistryException.class, () -> store.fetchBlob(BLOB, 3));
      assertTrue(e.hint().orElse("").contains("layerseal login"), e.getMessage());
      assertTrue(!String.valueOf(e.getMessage()).contains("secret"), e.getMessage());
    }
    assertTrue(registry.requests().size() < 12, "too many attempts: " + registry.requests());
  }

  @Test
  void keepsCredentialsFromOtherHosts() throws Exception {
    try (FaultyRegistry other = FaultyRegistry.start()) {
      other.serve("/blob", Answer.of(200, CONTENT));
      registry.authenticate("üser", "pass:wörd", "Basic realm=x");
      RegistryStore store = open(password());
      assertTrue(store.hasBlob(BLOB));
      registry.fault(
          "GET",
          "/v2/app/blobs/.*",
          1,
          answer -> Answer.of(307).with("Location", other.url() + "/blob"));
      assertEquals(3, store.fetchBlob(BLOB, 3).length);
      assertEquals(Optional.empty(), other.requests().get(0).header("Authorization"));
      byte[] fresh = {9};
      registry.fault(
          "POST",
          ".*uploads.*",
          1,
          answer -> Answer.of(202).with("Location", other.url() + "/upload"));
      other.serve("/upload", Answer.of(201));
      store.pushBlob(Descriptor.of("a/b", fresh), fresh);
      assertEquals(Optional.empty(), other.requests().get(1).header("Authorization"));
    }
  }

  @Test
  void doesNotAnswerTheChallengeOfAnotherHost() throws Exception {
    try (FaultyRegistry other = FaultyRegistry.start()) {
      other.authenticate("üser", "pass:wörd", "Basic realm=x");
      registry.fault(
          "GET",
          "/v2/app/blobs/.*",
          9,
          answer -> Answer.of(307).with("Location", other.url() + "/blob"));
      assertThrows(RegistryException.class, () -> open(password()).fetchBlob(BLOB, 3));
      assertEquals(1, other.requests().size());
    }
  }

  @Test
  void refusesATokenThatWouldBreakTheHeader() throws Exception {
    registry.authenticate("üser", "pass:wörd", "Bearer realm=\"%s\"");
    registry.serve("/token", Answer.of(200, FaultyRegistry.json("{'token':'a\\nX-Evil: 1'}")));
    assertThrows(RegistryException.class, () -> open(password()).fetchBlob(BLOB, 3));
    registry.serve("/token", Answer.of(200, FaultyRegistry.json("no json")));
    assertThrows(RegistryException.class, () -> open(password()).fetchBlob(BLOB, 3));
  }

  @Test
  void readsChallengesOfSeveralHeaders() {
    List<Challenge> found =
        Challenge.parse(
            List.of(
                "Negotiate YWJj==, NTLM", "Bearer realm=\"a\\\"b\",x=\"1,2\",X=3, Basic realm=r"));
    assertEquals(
        List.of("negotiate", "ntlm", "bearer", "basic"),
        found.stream().map(Challenge::scheme).distinct().filter(s -> !s.startsWith("yw")).toList());
    assertEquals(
        Map.of("realm", "a\"b", "x", "1,2"),
        found.stream()
            .filter(c -> c.scheme().equals("bearer"))
            .findFirst()
            .orElseThrow()
            .parameters());
  }
}
