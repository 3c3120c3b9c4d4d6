package dev.layerseal.testdata.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A registry on the loopback address that keeps everything in memory and misbehaves on request: for
 * what real registries do not do when a test needs it.
 */
public final class FaultyRegistry implements AutoCloseable {

  private record Fault(
      String method, Pattern path, AtomicInteger times, UnaryOperator<Answer> change) {}

  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newCachedThreadPool(FaultyRegistry::daemon);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Distribution distribution = new Distribution();
  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Answer> extra = new ConcurrentHashMap<>();
  private volatile @Nullable Gate gate;
  private volatile Pattern unread = Pattern.compile("-");

  private FaultyRegistry(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts a registry that speaks plain HTTP, on a port of its own. */
  public static FaultyRegistry start() throws IOException {
    return new FaultyRegistry(HttpServer.create(loopback(), 0), "http");
  }

  /** Starts a registry that speaks TLS, and perhaps asks for a client's certificate. */
  public static FaultyRegistry start(SSLContext tls, boolean clientCertificate) throws IOException {
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = tls.getDefaultSSLParameters();
            wanted.setNeedClientAuth(clientCertificate);
            parameters.setSSLParameters(wanted);
          }
        });
    return new FaultyRegistry(server, "https");
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Host and port, as the start of a reference. */
  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  public String url() {
    return scheme + "://" + address();
  }

  /** Whether there is a Referrers API (default), or only the tag schema. */
  public FaultyRegistry referrersApi(boolean on) {
    distribution.referrersApi = on;
    return this;
  }

  /** How many entries a page of tags or referrers has; 1000 unless told. */
  public FaultyRegistry pageSize(int entries) {
    distribution.pageSize = entries;
    return this;
  }

  /** Asks for authentication; {@code %s} in the challenge stands for the token service's URL. */
  public FaultyRegistry authenticate(String user, String password, String challenge) {
    gate = new Gate(user, password, challenge.formatted(url() + Gate.TOKEN_PATH));
    return this;
  }

  /** Makes all tokens worthless that were given out so far. */
  public void expireTokens() {
    Gate asking = gate;
    if (asking != null) {
      asking.expire();
    }
  }

  /** Changes the next {@code times} answers to requests of that method whose path matches. */
  public FaultyRegistry fault(
      String method, String pathPattern, int times, UnaryOperator<Answer> change) {
    faults.add(new Fault(method, Pattern.compile(pathPattern), new AtomicInteger(times), change));
    return this;
  }

  /** Never reads the bodies of requests to such paths, nor answers them. */
  public FaultyRegistry leaveUnread(String pathPattern) {
    unread = Pattern.compile(pathPattern);
    return this;
  }

  /** Answers every request for exactly this path so. */
  public FaultyRegistry serve(String path, Answer answer) {
    extra.put(path, answer);
    return this;
  }

  /** Stores a blob and gives its digest. */
  public String putBlob(String repository, byte[] content) {
    return distribution.putBlob(repository, content);
  }

  /** Stores a manifest under a tag or its digest and gives its digest. */
  public String putManifest(String repository, String reference, String type, byte[] bytes) {
    return distribution.putManifest(repository, reference, type, bytes);
  }

  /** Whether the repository has nothing in it. */
  public boolean isEmpty(String repository) {
    return distribution.isEmpty(repository);
  }

  /** Number of manifests of a repository. */
  public int manifestCount(String repository) {
    return distribution.manifestCount(repository);
  }

  /** Every request so far, in order. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** How many requests of that method had a path that matches. */
  public long count(String method, String pathPattern) {
    return requests.stream()
        .filter(request -> request.method().equals(method) && request.path().matches(pathPattern))
        .count();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (unread.matcher(exchange.getRequestURI().getPath()).matches()) {
        closed.await();
        return;
      }
      Request request = request(exchange);
      requests.add(request);
      send(exchange, request, changed(request, answer(request)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer answer(Request request) {
    Answer served = extra.get(request.path());
    if (served != null) {
      return served;
    }
    Gate asking = gate;
    if (asking != null) {
      if (request.path().equals(Gate.TOKEN_PATH)) {
        return asking.token(request);
      }
      Optional<Answer> refusal = asking.refuse(request);
      if (refusal.isPresent()) {
        return refusal.get();
      }
    }
    return distribution.answer(request);
  }

  private Answer changed(Request request, Answer answer) {
    for (Fault fault : faults) {
      if (fault.method().equals(request.method())
          && fault.path().matcher(request.path()).matches()
          && fault.times().getAndDecrement() > 0) {
        return fault.change().apply(answer);
      }
    }
    return answer;
  }

  private void send(HttpExchange exchange, Request request, Answer answer)
      throws IOException, InterruptedException {
    answer.headers().forEach(h -> exchange.getResponseHeaders().add(h.getKey(), h.getValue()));
    if (answer.stalls() && answer.sent() < 0) {
      closed.await();
      return;
    }
    byte[] body = answer.body();
    if (request.method().equals("HEAD") || body.length == 0) {
      if (request.method().equals("HEAD") && body.length > 0) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      }
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), body.length);
    OutputStream out = exchange.getResponseBody();
    write(out, body, answer.sent() < 0 ? body.length : answer.sent(), answer.pause());
    if (answer.stalls()) {
      closed.await();
    }
  }

  private void write(OutputStream out, byte[] body, int length, int pause)
      throws IOException, InterruptedException {
    int step = pause > 0 ? 64 : 1 << 16;
    for (int at = 0; at < length; at += step) {
      out.write(body, at, Math.min(step, length - at));
      out.flush();
      if (pause > 0 && closed.await(pause, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private static Request request(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    String query = exchange.getRequestURI().getRawQuery();
    return new Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        query == null ? "" : query,
        headers,
        exchange.getRequestBody().readAllBytes());
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "faulty-registry");
    thread.setDaemon(true);
    return thread;
  }

  /** Ends every stalled answer too. */
  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  /** The text of a JSON object or array, for messages that tests make by hand. */
  public static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(UTF_8);
  }

  /** All tags of a repository, in the order in which they were first pushed. */
  public List<String> tags(String repository) {
    return new ArrayList<>(distribution.tags(repository));
  }
}
