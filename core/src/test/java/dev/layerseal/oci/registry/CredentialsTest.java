package dev.layerseal.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.RegistryException;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsTest {

  @TempDir Path folder = Path.of("");

  private final List<String> asked = new ArrayList<>();
  private CredentialHelper.Answer helper =
      new CredentialHelper.Answer(0, json("{'Username':'u','Secret':'s'}"));

  private Optional<Credentials> find(String config, String registry) throws Exception {
    Path file = Files.write(folder.resolve("config.json"), json(config));
    return new AuthFile(file, this::run).find(registry, "team/app");
  }

  private CredentialHelper.Answer run(String program, String verb, byte[] input) {
    asked.add(program + " " + verb + " " + new String(input, UTF_8));
    return helper;
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(UTF_8);
  }

  private static String auth(String pair) {
    return "{'auth':'" + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)) + "'}";
  }

  private static Optional<Credentials> password(String name, String secret) {
    return Optional.of(new Credentials.Password(name, secret));
  }

  @ParameterizedTest
  @CsvSource({
    "r.example, r.example", "r.example:5000, r.example:5000", "https://r.example, r.example",
    "https://r.example/v1/, r.example", "http://r.example/v2, r.example",
        "r.example/team, r.example",
    "r.example/team/app, r.example", "https://index.docker.io/v1/, docker.io",
        "docker.io, docker.io",
    "index.docker.io, docker.io"
  })
  void findsTheEntryByEveryName(String key, String registry) throws Exception {
    String config = "{'auths':{'%s':%s,'x.example':{'auth':'###'}}}".formatted(key, auth("u:p:q"));
    assertEquals(password("u", "p:q"), find(config, registry));
    assertEquals(Optional.empty(), find(config, "other.example"));
  }

  @Test
  void prefersTheMostSpecialEntry() throws Exception {
    String config =
        "{'auths':{'r.example':%s,'r.example/team':%s}}".formatted(auth("a:b"), auth("c:d"));
    assertEquals(password("c", "d"), find(config, "r.example"));
  }

  @Test
  void readsTheOtherKindsOfEntries() throws Exception {
    assertEquals(
        Optional.of(new Credentials.IdentityToken("t")),
        find("{'auths':{'r':{'auth':'','identitytoken':'t'}}}", "r"));
    assertEquals(
        Optional.of(new Credentials.RegistryToken("t")),
        find("{'auths':{'r':{'registrytoken':'t','x':{'y':1}}}}", "r"));
    assertEquals(password("u", "p"), find("{'auths':{'r':{'username':'u','password':'p'}}}", "r"));
    assertEquals(
        Optional.of(new Credentials.IdentityToken("t")),
        find("{'auths':{'r':%s}}".formatted(auth("<token>:t")), "r"));
  }

  @Test
  void findsNothingInEmptyFiles() throws Exception {
    for (String config :
        new String[] {
          "", " \n", "{}", "{'auths':{}}", "{'auths':null,'x':[1]}", "{'auths':{'r':{}}}"
        }) {
      assertEquals(Optional.empty(), find(config, "r"), config);
    }
    assertEquals(Optional.empty(), new AuthFile(folder.resolve("absent")).find("r", "a"));
  }

  @Test
  void refusesABrokenEntryWithoutShowingIt() {
    for (String auth :
        new String[] {"{'auth':'sec!ret'}", auth("secretwithoutcolon"), auth(":x"), "{'auth':7}"}) {
      FormatException e =
          assertThrows(FormatException.class, () -> find("{'auths':{'r':" + auth + "}}", "r"));
      assertFalse(String.valueOf(e.getMessage()).contains("sec"), e.getMessage());
      assertTrue(String.valueOf(e.getMessage()).contains("config.json: $.auths.r"), e.getMessage());
    }
    assertThrows(FormatException.class, () -> find("{'auths':", "r"));
  }

  @Test
  void asksTheHelperOfTheRegistryFirst() throws Exception {
    String config =
        "{'credsStore':'all','credHelpers':{'r':'one'},'auths':{'r':%s}}".formatted(auth("a:b"));
    assertEquals(password("u", "s"), find(config, "r"));
    assertEquals(password("u", "s"), find(config, "docker.io"));
    assertEquals(
        List.of(
            "docker-credential-one get r", "docker-credential-all get https://index.docker.io/v1/"),
        asked);
    helper = new CredentialHelper.Answer(1, json("credentials not found in native keychain"));
    assertEquals(password("a", "b"), find(config, "r"));
    helper = new CredentialHelper.Answer(0, json("{'Username':'<token>','Secret':'t'}"));
    assertEquals(Optional.of(new Credentials.IdentityToken("t")), find(config, "r"));
  }

  @Test
  void saysThatAHelperFails() throws Exception {
    helper = new CredentialHelper.Answer(1, json("locked"));
    assertThrows(RegistryException.class, () -> find("{'credsStore':'x'}", "r"));
    helper = new CredentialHelper.Answer(0, json("secret, but no json"));
    RegistryException e =
        assertThrows(RegistryException.class, () -> find("{'credsStore':'x'}", "r"));
    assertFalse(String.valueOf(e.getMessage()).contains("secret"));
    for (String name : new String[] {"../evil", "a b", "-x", "a/b"}) {
      assertThrows(FormatException.class, () -> find("{'credsStore':'" + name + "'}", "r"), name);
    }
    Path file =
        Files.write(folder.resolve("config.json"), json("{'credsStore':'not-installed-x'}"));
    RegistryException missing =
        assertThrows(RegistryException.class, () -> new AuthFile(file).find("r", "a"));
    assertTrue(missing.hint().isPresent());
  }

  @Test
  void keepsAndForgetsCredentials() throws Exception {
    Path file = folder.resolve("new/config.json");
    Login login = new Login(file, this::run);
    assertEquals(Login.Kept.FILE, login.store("r", "u", "p"));
    assertEquals(Login.Kept.FILE, login.store("docker.io", "h", "q"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(password("u", "p"), new AuthFile(file).find("r", "a"));
    login.erase("r");
    assertEquals(Optional.empty(), new AuthFile(file).find("r", "a"));
    assertEquals(password("h", "q"), new AuthFile(file).find("docker.io", "a"));
    assertEquals(1, new java.io.File(folder.toFile(), "new").list().length);
  }

  @Test
  void givesSecretsToTheHelperAndKeepsTheRestOfTheFile() throws Exception {
    Path file = Files.write(folder.resolve("config.json"), json("{'x':[1],'credsStore':'all'}"));
    assertEquals(Login.Kept.HELPER, new Login(file, this::run).store("r", "u", "p"));
    new Login(file, this::run).erase("r");
    assertTrue(asked.get(0).startsWith("docker-credential-all store {\"ServerURL\":\"r\""));
    assertEquals("docker-credential-all erase r", asked.get(1));
    assertTrue(Files.readString(file).replaceAll("\\s", "").contains("\"x\":[1]"));
  }

  @Test
  void looksIntoTheEnvironmentInOrder() throws Exception {
    Map<String, String> variables = new HashMap<>();
    UserEnvironment environment = new UserEnvironment(variables, folder);
    assertEquals(Optional.empty(), environment.credentials().find("r", "a"));
    write(".config/containers/auth.json", "c1");
    assertEquals(password("c1", "p"), environment.credentials().find("r", "a"));
    write("run/containers/auth.json", "c2");
    variables.put("XDG_RUNTIME_DIR", folder.resolve("run").toString());
    assertEquals(password("c2", "p"), environment.credentials().find("r", "a"));
    write("auth-file", "c3");
    variables.put("REGISTRY_AUTH_FILE", folder.resolve("auth-file").toString());
    assertEquals(password("c3", "p"), environment.credentials().find("r", "a"));
    write(".docker/config.json", "d1");
    assertEquals(password("d1", "p"), environment.credentials().find("r", "a"));
    write("docker/config.json", "d2");
    variables.put("DOCKER_CONFIG", folder.resolve("docker").toString());
    assertEquals(password("d2", "p"), environment.credentials().find("r", "a"));
    write("notation/config.json", "n1");
    variables.put("NOTATION_CONFIG", folder.resolve("notation").toString());
    assertEquals(password("n1", "p"), environment.credentials().find("r", "a"));
    variables.putAll(Map.of("NOTATION_USERNAME", "n2", "NOTATION_PASSWORD", "p"));
    assertEquals(password("n2", "p"), environment.credentials().find("r", "a"));
    variables.putAll(Map.of("LAYERSEAL_USERNAME", "l", "LAYERSEAL_PASSWORD", "p"));
    assertEquals(password("l", "p"), environment.credentials().find("r", "a"));
  }

  private void write(String path, String user) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    Files.write(file, json("{'auths':{'r':%s}}".formatted(auth(user + ":p"))));
  }

  @ParameterizedTest
  @CsvSource({
    "https://r.example/v2/, s:2",
    "http://r.example/v2/, h:1",
    "https://localhost/v2/, ",
    "https://a.internal/, ",
    "https://internal/, s:2",
    "https://exact.example/, ",
    "https://sub.exact.example/, ",
    "https://port.example:8443/, ",
    "https://port.example/, s:2",
    "http://127.0.0.1:5000/, "
  })
  void choosesProxiesByTheEnvironment(
      String uri, @org.jspecify.annotations.Nullable String expected) {
    Map<String, String> variables =
        Map.of(
            "http_proxy", "http://h:1",
            "HTTPS_PROXY", "s:2",
            "NO_PROXY", ".internal,exact.example, port.example:8443");
    Proxy proxy = new UserEnvironment(variables, folder).proxies().select(URI.create(uri)).get(0);
    assertEquals(
        expected == null
            ? Proxy.NO_PROXY.toString()
            : "HTTP @ " + expected.replace(":", "/<unresolved>:"),
        proxy.toString());
  }
}
