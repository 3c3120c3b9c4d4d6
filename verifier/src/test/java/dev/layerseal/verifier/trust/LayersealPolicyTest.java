package dev.layerseal.verifier.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.VerificationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayersealPolicyTest {

  private static final String A = "'x509.subject: C=US, ST=WA, O=A'";
  private static final String B = "'x509.subject: C=US, ST=WA, O=B'";
  private static final TrustStore NOBODY = TrustStore.of(Map.of());

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "*, registry.example/app, true",
    "registry.example/app, registry.example/app, true",
    "registry.example/app, registry.example/app/x, false",
    "registry.example/app, registry.example/apps, false",
    "registry.example/*, registry.example/app, true",
    "registry.example/*, registry.example/app/x, true",
    "registry.example/*, registry.example.org/app, false",
    "registry.example/team/*, registry.example/team/app, true",
    "registry.example/team/*, registry.example/team, false",
    "registry.example/team/*, registry.example/teams/app, false",
    "*.example/app, registry.example/app, true",
    "*.example/app, a.b.example/app, true",
    "*.example/app, .example/app, false",
    "*.example/app, example/app, false",
    "*.example/app, registryxexample/app, false",
    "*.example/*, registry.example/any/app, true",
    "*.example:5000/*, registry.example:5000/app, true",
    "*.example/*, registry.example:5000/app, false",
  })
  void matchesRepositories(String scope, String repository, boolean matches) throws Exception {
    assertEquals(matches, ScopePattern.parse(scope).matches(repository));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "**",
        "registry.example",
        "registry.example/",
        "registry.example/**",
        "registry.example/a*",
        "registry.example/*/app",
        "registry.*/app",
        "a*.example/app",
        "*/app",
        "*.*.example/app",
        "https://registry.example/*",
        "registry.example/app:v1",
        "registry.example/app@sha256:00"
      })
  void refusesScopesThatMeanSomethingElse(String scope) {
    assertThrows(FormatException.class, () -> ScopePattern.parse(scope));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | version",
        "{'version':'2.0','statements':[]} | version",
        "{'version':'1.0','statements':[]} | statements",
        "{'version':'1.0','statements':[],'other':1} | other",
        "{'version':'1.0','trustPolicies':[]} | trustPolicies",
        "STATEMENT{'name':'a'} | registryScopes",
        "STATEMENT{'registryScopes':['*']} | name",
        "STATEMENT{'name':'','registryScopes':['*'],'dmVerity':'require'} | name",
        "STATEMENT{'name':'a','registryScopes':[],'dmVerity':'require'} | registryScopes",
        "STATEMENT{'name':'a','registryScopes':['*']} | asks for nothing",
        "STATEMENT{'name':'a','registryScopes':['*'],'dmVerity':'ignore'} | dmVerity",
        "STATEMENT{'name':'a','registryScopes':['*'],'dmverity':'require'} | dmverity",
        "STATEMENT{'name':'a','registryScopes':['*'],'trustStores':[]} | trustStores",
        "STATEMENT{'name':'a','registryScopes':['*'],'trustStores':['x']} | trust store",
        "STATEMENT{'name':'a','registryScopes':['*'],'trustedIdentities':[]} | trustedIdentities",
        "STATEMENT{'name':'a','registryScopes':['*'],'signatureVerification':{'level':'skip'}} | level",
        "STATEMENT{'name':'a','registryScopes':['*'],'signatureVerification':{}} | level",
        "STATEMENT{'name':'a','registryScopes':['*'],'signers':{'threshold':1}} | identities",
        "STATEMENT{'name':'a','registryScopes':['*'],'signers':{'threshold':0,'identities':[<A>]}} | threshold",
        "STATEMENT{'name':'a','registryScopes':['*'],'signers':{'threshold':3,'identities':[<A>,<B>]}} | threshold",
        "STATEMENT{'name':'a','registryScopes':['*'],'signers':{'threshold':1,'identities':['*']}} | identities",
        "STATEMENT{'name':'a','registryScopes':['*'],'signers':{'threshold':2,'identities':[<A>,<A>]}} | overlaps",
        "STATEMENT{'name':'a','registryScopes':['*','*'],'dmVerity':'require'} | stands twice",
      },
      quoteCharacter = '"')
  void namesTheFieldThatBreaksARule(String json, String field) throws Exception {
    String text = json.replace("<A>", A).replace("<B>", B);
    String whole =
        text.startsWith("STATEMENT")
            ? "{'version':'1.0','statements':[%s]}".formatted(text.substring(9))
            : text;
    Path file = write(LayersealPolicy.FILE, whole);
    FormatException refused = assertThrows(FormatException.class, () -> Policies.read(folders()));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(field), message);
    assertTrue(message.contains(file.toString()), message);
  }

  @Test
  void twoStatementsThatApplyEquallyAreRefused() throws Exception {
    LayersealPolicy policy =
        LayersealPolicy.decode(
            json(
                """
                {'version':'1.0','statements':[
                 {'name':'host','registryScopes':['bbb.example/*'],'dmVerity':'require'},
                 {'name':'all','registryScopes':['*'],'dmVerity':'require'},
                 {'name':'team','registryScopes':['*.example/a/*'],'dmVerity':'require'}]}
                """));
    assertEquals("host", policy.find("bbb.example/b").orElseThrow().statement().name());
    assertEquals("team", policy.find("c.example/a/x").orElseThrow().statement().name());
    VerificationException refused =
        assertThrows(VerificationException.class, () -> policy.find("bbb.example/a/x"));
    assertTrue(String.valueOf(refused.getMessage()).contains("host, team"), refused.getMessage());
  }

  @Test
  void theClosestScopeDecides() throws Exception {
    LayersealPolicy policy =
        LayersealPolicy.decode(
            json(
                """
                {'version':'1.0','statements':[
                 {'name':'all','registryScopes':['*'],'dmVerity':'require'},
                 {'name':'one','registryScopes':['registry.example/team/app'],'dmVerity':'require'},
                 {'name':'team','registryScopes':['registry.example/team/*'],'dmVerity':'require'},
                 {'name':'host','registryScopes':['registry.example/*'],'dmVerity':'require'}]}
                """));
    Map<String, String> expected =
        Map.of(
            "registry.example/team/app", "one",
            "registry.example/team/other", "team",
            "registry.example/app", "host",
            "Registry.EXAMPLE/team/app", "one",
            "REGISTRY.example/app", "host",
            "other.example/app", "all");
    for (Map.Entry<String, String> entry : expected.entrySet()) {
      assertEquals(entry.getValue(), policy.find(entry.getKey()).orElseThrow().statement().name());
    }
  }

  @Test
  void standsAloneOnlyByAWildcard() throws Exception {
    String trust = "'trustStores':['ca:a'],'trustedIdentities':['*']";
    own("'registryScopes':['registry.example/*']," + trust);
    assertEquals("strict", trusted("registry.example/app").statement().level().name());
    own("'registryScopes':['registry.example/app']," + trust);
    assertRefused("no statement");
    own("'registryScopes':['registry.example/*'],'dmVerity':'require'");
    assertRefused("does not say whom to trust");
  }

  @Test
  void raisesSingleActionsAndLowersNone() throws Exception {
    notation("permissive");
    own("'registryScopes':['*'],'signatureVerification':{'level':'strict'}");
    assertEquals("strict", trusted("registry.example/app").statement().level().name());
    notation("strict");
    own("'registryScopes':['*'],'signatureVerification':{'level':'audit'}");
    assertEquals("strict", trusted("registry.example/app").statement().level().name());
    notation("skip");
    assertRefused("does not say whom to trust");
    own("'registryScopes':['*'],'trustStores':['ca:a'],'trustedIdentities':['*']");
    assertFalse(trusted("registry.example/app").statement().level().skipsEverything());
  }

  private void assertRefused(String why) {
    VerificationException refused =
        assertThrows(VerificationException.class, () -> trusted("registry.example/app"));
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused.getMessage());
  }

  private SignerTrust trusted(String repository) throws LayersealException, java.io.IOException {
    return Policies.read(folders()).trustFor(repository, NOBODY);
  }

  private void own(String statement) throws Exception {
    write(
        LayersealPolicy.FILE,
        "{'version':'1.0','statements':[{'name':'own',%s}]}".formatted(statement));
  }

  private void notation(String level) throws Exception {
    String trust = level.equals("skip") ? "" : "'trustStores':['ca:a'],'trustedIdentities':['*'],";
    write(
        "trustpolicy.json",
        """
        {'version':'1.0','trustPolicies':[{'name':'theirs','registryScopes':['*'],%s
         'signatureVerification':{'level':'%s'}}]}
        """
            .formatted(trust, level));
  }

  private Path write(String name, String json) throws Exception {
    return Files.write(folder.resolve(name), json(json));
  }

  private NotationFolders folders() {
    return new NotationFolders(folder, folder, folder);
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
