package dev.layerseal.oci.registry;

import dev.layerseal.error.StreamException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/** One request and its answer, over a connection that the JDK keeps for the next one. */
final class Exchange {

  /** A body up to this many bytes is kept, so that the JDK can send it again by itself. */
  private static final int MAX_KEPT = 256 << 10;

  private static final int PIECE = 64 << 10;
  private static final String AGENT = "layerseal";

  private final Call call;
  private final Deadlines deadlines;
  private final HttpURLConnection connection;
  private final long deadline;

  private Exchange(Call call, Deadlines deadlines, HttpURLConnection connection) {
    this.call = call;
    this.deadlines = deadlines;
    this.connection = connection;
    this.deadline = System.nanoTime() + call.deadline().toNanos();
  }

  /** Prepares the call; nothing is sent yet. */
  static Exchange of(Call call, Proxy proxy, Supplier<SSLSocketFactory> tls, Deadlines deadlines)
      throws IOException {
    var connection = (HttpURLConnection) call.uri().toURL().openConnection(proxy);
    if (connection instanceof HttpsURLConnection secure) {
      secure.setSSLSocketFactory(tls.get());
    }
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout(millis(deadlines.connect()));
    connection.setReadTimeout(millis(deadlines.silence()));
    connection.setRequestMethod(call.method());
    connection.setRequestProperty("User-Agent", AGENT);
    connection.setRequestProperty("Accept", "*/*");
    call.headers().forEach(connection::setRequestProperty);
    return new Exchange(call, deadlines, connection);
  }

  private static int millis(Duration duration) {
    return (int) Math.max(1, Math.min(duration.toMillis(), Integer.MAX_VALUE));
  }

  /** Sends the request and waits for the head of the answer. */
  Response send() throws IOException {
    try (Watch watch = Watch.over(connection, deadlines.silence(), call.deadline())) {
      try {
        connect();
        if (call.body().isPresent()) {
          upload(call.body().get(), watch);
        }
        return answer();
      } catch (StreamException e) {
        connection.disconnect();
        throw e;
      } catch (UnreadableChallenge e) {
        connection.disconnect();
        return new Response(
            HttpURLConnection.HTTP_UNAUTHORIZED,
            new Headers(Map.of()),
            call.uri(),
            InputStream.nullInputStream());
      } catch (IOException e) {
        throw watch.struck() || e instanceof SocketTimeoutException ? silent(e) : e;
      } catch (RuntimeException e) {
        // What was broken off under its hands, the JDK may trip over.
        if (watch.struck()) {
          throw silent(e);
        }
        throw e;
      }
    }
  }

  private IOException silent(Exception e) {
    return new IOException("no answer for %d s".formatted(deadlines.silence().toSeconds()), e);
  }

  private void connect() throws IOException {
    call.body().ifPresent(body -> announce(body.length()));
    try {
      connection.connect();
    } catch (ConnectException e) {
      throw new ConnectException("cannot connect");
    } catch (SocketTimeoutException e) {
      throw new IOException(
          "cannot connect within %d s".formatted(deadlines.connect().toSeconds()), e);
    } catch (UnknownHostException e) {
      throw new UnknownHostException("the host is unknown");
    }
  }

  private void announce(long length) {
    connection.setDoOutput(true);
    if (length > MAX_KEPT) {
      connection.setFixedLengthStreamingMode(length);
    }
  }

  private void upload(Call.Body body, Watch watch) throws IOException {
    byte[] piece = new byte[(int) Math.min(PIECE, body.length() + 1)];
    long sent = 0;
    try (InputStream in = body.source().open();
        OutputStream out = connection.getOutputStream()) {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        out.write(piece, 0, count);
        sent += count;
        watch.sent(sent);
      }
    }
  }

  private Response answer() throws IOException {
    int status = status();
    Headers headers = Headers.of(connection);
    boolean bodiless = call.method().equals("HEAD") || status == 204 || status == 304;
    OptionalLong length =
        bodiless || headers.first("Transfer-Encoding").isPresent()
            ? OptionalLong.empty()
            : headers.contentLength();
    return new Response(
        status,
        headers,
        call.uri(),
        new BodyStream(body(status), deadlines.silence(), deadline, length));
  }

  private int status() throws IOException {
    try {
      int status = connection.getResponseCode();
      if (status < 0) {
        throw new IOException("the answer is not HTTP");
      }
      return status;
    } catch (IllegalArgumentException e) {
      throw new UnreadableChallenge(e);
    } catch (RuntimeException e) {
      // What was met before is thrown again, wrapped.
      if (e.getCause() instanceof IllegalArgumentException) {
        throw new UnreadableChallenge(e);
      }
      throw e;
    }
  }

  /**
   * The JDK looks into challenges by itself, and trips over some; the rest of the answer is lost.
   */
  private static final class UnreadableChallenge extends IOException {
    UnreadableChallenge(Throwable cause) {
      super("the challenge cannot be read", cause);
    }
  }

  private InputStream body(int status) throws IOException {
    InputStream stream = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
    return stream == null ? InputStream.nullInputStream() : stream;
  }
}
