package dev.layerseal.oci.registry;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.error.StreamException;
import dev.layerseal.json.JsonArray;
import dev.layerseal.json.JsonObject;
import dev.layerseal.oci.Reference;
import dev.layerseal.oci.registry.Authorizer.Action;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the calls of one repository: says who asks, tries again, and tells what went wrong. */
final class RegistryCaller {

  private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);
  private static final int MAX_ERROR = 64 << 10;
  private static final int MAX_MESSAGE = 200;
  private static final int AUTHENTICATIONS = 2;
  private static final int STREAMED = -1;

  private final Reference repository;
  private final URI root;
  private final Transport transport;
  private final Authorizer authorizer;
  private final Retries retries;

  RegistryCaller(
      Reference repository,
      URI root,
      Transport transport,
      CredentialSource credentials,
      Retries retries) {
    this.repository = repository;
    this.root = root;
    this.transport = transport;
    this.authorizer = new Authorizer(repository, credentials, transport);
    this.retries = retries;
  }

  /** A call of an endpoint of the repository, such as {@code tags/list}. */
  Call call(String method, String endpoint) {
    return Call.of(
        method,
        root.resolve("/v2/%s/%s".formatted(repository.repository(), endpoint)),
        transport.deadlines().call());
  }

  /** The call that only tells whether the registry is there and lets the caller in. */
  Call base() {
    return Call.of("GET", root.resolve("/v2/"), transport.deadlines().call());
  }

  Deadlines deadlines() {
    return transport.deadlines();
  }

  /** What the repository is called in messages. */
  String name() {
    return repository.registry() + "/" + repository.repository();
  }

  boolean sameOrigin(URI uri) {
    return Transport.sameOrigin(root, uri);
  }

  /**
   * Makes the call, which must be one that may be made twice.
   *
   * @return an answer whose status is one of {@code accepted}
   * @throws RegistryException for every other status, and when no answer came
   */
  Response make(Call call, Action action, Integer... accepted)
      throws LayersealException, IOException {
    return make(call, action, STREAMED, accepted);
  }

  /** Makes the call and reads the whole answer, of {@code limit} bytes at most. */
  Response makeWhole(Call call, Action action, int limit, Integer... accepted)
      throws LayersealException, IOException {
    return make(call, action, limit, accepted);
  }

  private Response make(Call call, Action action, int limit, Integer... accepted)
      throws LayersealException, IOException {
    Set<Integer> wanted = Set.of(accepted);
    for (int attempt = 1; ; attempt++) {
      boolean last = attempt >= retries.attempts();
      try {
        Response response = authenticated(call, action);
        if (wanted.contains(response.status())) {
          return limit == STREAMED ? response : response.inMemory(limit);
        }
        if (last || !PASSING.contains(response.status())) {
          throw refused(call, response, attempt);
        }
        response.close();
        retries.pause(attempt, response.retryAfter());
      } catch (StreamException e) {
        throw e.failure();
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        if (last || isHopeless(e)) {
          throw unanswered(call, e, attempt);
        }
        retries.pause(attempt, Optional.empty());
      }
    }
  }

  /** What the next attempt would meet again. */
  private static boolean isHopeless(IOException e) {
    return e instanceof javax.net.ssl.SSLHandshakeException
        || e instanceof java.net.UnknownHostException;
  }

  private Response authenticated(Call call, Action action) throws LayersealException, IOException {
    for (int round = 0; ; round++) {
      // A location that the registry sent us to may be another host's: it gets no credentials.
      boolean own = sameOrigin(call.uri());
      Optional<String> header = own ? authorizer.header(action) : Optional.empty();
      Response response =
          transport.send(header.isPresent() ? call.with("Authorization", header.get()) : call);
      if (response.status() != 401
          || !sameOrigin(response.uri())
          || round == AUTHENTICATIONS
          || !authorizer.answer(challenges(response), action, header, Transport.isSecure(root))) {
        return response;
      }
      response.close();
    }
  }

  private static List<Challenge> challenges(Response response) {
    return Challenge.parse(response.headers().all("WWW-Authenticate"));
  }

  private RegistryException unanswered(Call call, IOException e, int attempts) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String hint =
        message.contains("unrecognized SSL message")
            ? "the registry may speak plain HTTP: --plain-http"
            : message.contains("unable to find valid certification path")
                ? "name the registry's own certificate authority with --ca-file"
                : null;
    return new RegistryException(
        "%s: %s%s".formatted(call, message, attempts > 1 ? ", tried " + attempts + " times" : ""),
        hint,
        e);
  }

  /** The failure that a status tells of; closes the answer. */
  RegistryException refused(Call call, Response response, int attempts)
      throws LayersealException, IOException {
    String detail;
    try (response) {
      detail = detail(response);
    }
    String tried = attempts > 1 ? ", tried " + attempts + " times" : "";
    int status = response.status();
    return switch (status) {
      case 401 ->
          new RegistryException(
              "%s: 401: %s%s"
                  .formatted(
                      name(),
                      authorizer.hasCredentials()
                          ? "the registry refuses the credentials"
                          : "the registry wants credentials",
                      detail),
              "run layerseal login " + repository.registry(),
              null);
      case 403 -> new RegistryException("%s: 403: not allowed%s".formatted(name(), detail));
      case 429 ->
          new RegistryException("%s: 429: too many requests%s%s".formatted(name(), tried, detail));
      default -> new RegistryException("%s: answer %d%s%s".formatted(call, status, tried, detail));
    };
  }

  /** What the registry says about it, cut to one line of printable characters. */
  private static String detail(Response response) throws IOException {
    try {
      JsonObject error = JsonObject.parse(response.readAll(MAX_ERROR));
      Optional<JsonArray> errors = error.optionalArray("errors");
      if (errors.isEmpty() || errors.get().size() == 0) {
        return "";
      }
      JsonObject first = errors.get().objects().get(0);
      String text =
          first.optionalString("code").orElse("")
              + first.optionalString("message").map(message -> " " + message).orElse("");
      String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
      return clean.isBlank()
          ? ""
          : ": " + clean.substring(0, Math.min(MAX_MESSAGE, clean.length())).trim();
    } catch (FormatException e) {
      return "";
    }
  }
}
