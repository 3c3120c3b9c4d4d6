package dev.layerseal.oci.registry;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.oci.CheckedStream;
import dev.layerseal.oci.Descriptor;
import dev.layerseal.oci.Digest;
import dev.layerseal.oci.registry.Authorizer.Action;
import dev.layerseal.oci.store.BlobSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/** {@code /v2/NAME/blobs/DIGEST} and {@code /v2/NAME/blobs/uploads/}. */
final class BlobEndpoint {

  private static final String BYTES = "application/octet-stream";

  private final RegistryCaller caller;
  private final Retries retries;

  BlobEndpoint(RegistryCaller caller, Retries retries) {
    this.caller = caller;
    this.retries = retries;
  }

  boolean has(Descriptor descriptor) throws LayersealException, IOException {
    Call call = caller.call("HEAD", "blobs/" + descriptor.digest());
    try (Response response = caller.make(call, Action.PULL, 200, 404)) {
      return response.status() == 200;
    }
  }

  /** The content, held against the descriptor; a connection that breaks is taken up again. */
  InputStream open(Descriptor descriptor) throws LayersealException, IOException {
    Response first = get(descriptor, 0);
    return new CheckedStream(new ResumingStream(this, descriptor, first, retries), descriptor);
  }

  /** The answer with the content from byte {@code from} on, or all of it. */
  Response get(Descriptor descriptor, long from) throws LayersealException, IOException {
    Call call = caller.call("GET", "blobs/" + descriptor.digest());
    Call timed =
        new Call(
            call.method(),
            call.uri(),
            call.headers(),
            Optional.empty(),
            caller.deadlines().blob(descriptor.size()));
    Response response =
        from == 0
            ? caller.make(timed, Action.PULL, 200, 404)
            : caller.make(
                timed.with("Range", "bytes=" + from + "-"), Action.PULL, 200, 206, 404, 416);
    if (response.status() == 404) {
      response.close();
      throw new RegistryException("%s: no blob %s".formatted(caller.name(), descriptor.digest()));
    }
    if (response.status() == 416) {
      // Some registries know no open range: all of it, then.
      response.close();
      return get(descriptor, 0);
    }
    checkLength(descriptor, response);
    return response;
  }

  private void checkLength(Descriptor descriptor, Response response)
      throws FormatException, IOException {
    long length = response.headers().contentLength().orElse(-1);
    if (response.status() == 200 && length >= 0 && length != descriptor.size()) {
      response.close();
      throw new FormatException(
          "%s: blob %s: %d bytes, expected %d"
              .formatted(caller.name(), descriptor.digest(), length, descriptor.size()));
    }
  }

  String name() {
    return caller.name();
  }

  /** Stores the content, in one request after the one that opens the upload. */
  void push(Descriptor descriptor, BlobSource content) throws LayersealException, IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        upload(descriptor, content);
        return;
      } catch (UploadLost e) {
        if (attempt >= retries.attempts()) {
          throw new RegistryException(
              "%s: blob %s: the registry loses the upload"
                  .formatted(caller.name(), descriptor.digest()));
        }
        retries.pause(attempt, Optional.empty());
      }
    }
  }

  /** The registry does not know the upload any more, so it has to begin anew. */
  private static final class UploadLost extends Exception {}

  private void upload(Descriptor descriptor, BlobSource content)
      throws LayersealException, IOException, UploadLost {
    URI location = begin();
    String query = location.getRawQuery() == null ? "" : location.getRawQuery() + "&";
    Digest digest = descriptor.digest();
    URI target =
        location.resolve(
            "%s?%sdigest=%s%%3A%s"
                .formatted(location.getRawPath(), query, digest.algorithm(), digest.hex()));
    BlobSource checked = () -> new CheckedStream(content.open(), descriptor);
    Call call =
        Call.of("PUT", target, caller.deadlines().call())
            .sending(BYTES, checked, descriptor.size(), caller.deadlines().blob(descriptor.size()));
    try (Response response = caller.make(call, Action.PUSH, 200, 201, 204, 404)) {
      if (response.status() == 404) {
        throw new UploadLost();
      }
    }
  }

  private URI begin() throws LayersealException, IOException {
    Call call = caller.call("POST", "blobs/uploads/").sending(BYTES, new byte[0]);
    try (Response response = caller.make(call, Action.PUSH, 202, 404)) {
      Optional<String> location = response.header("Location");
      if (response.status() == 404 || location.isEmpty()) {
        throw response.status() == 404
            ? caller.refused(call, response, 1)
            : new RegistryException(call + ": the registry names no place for the upload");
      }
      return Transport.resolve(call, location.get());
    }
  }
}
