package dev.layerseal.testdata.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The endpoints of the OCI distribution specification 1.1, over contents in memory. */
final class Distribution {

  private static final Pattern PATH =
      Pattern.compile("/v2/(.+?)/(blobs/uploads|blobs|manifests|referrers|tags)/(.*)");
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  volatile boolean referrersApi = true;
  volatile int pageSize = 1000;
  private final Map<String, Contents> repositories = new HashMap<>();
  private final Map<String, ByteArrayOutputStream> uploads = new HashMap<>();
  private int sessions;

  synchronized String putBlob(String repository, byte[] content) {
    String digest = Contents.sha256(content);
    contents(repository).blobs.put(digest, content);
    return digest;
  }

  synchronized String putManifest(String repository, String reference, String type, byte[] bytes) {
    return contents(repository).put(reference, new Contents.Stored(type, bytes));
  }

  synchronized boolean isEmpty(String repository) {
    Contents contents = contents(repository);
    return contents.blobs.isEmpty() && contents.manifests.isEmpty();
  }

  synchronized int manifestCount(String repository) {
    return contents(repository).manifests.size();
  }

  synchronized List<String> tags(String repository) {
    return List.copyOf(contents(repository).tags.keySet());
  }

  private Contents contents(String repository) {
    return repositories.computeIfAbsent(repository, name -> new Contents());
  }

  synchronized Answer answer(Request request) {
    if (request.path().equals("/v2/")) {
      return Answer.of(200, "{}".getBytes(UTF_8));
    }
    Matcher matcher = PATH.matcher(request.path());
    if (!matcher.matches()) {
      return Answer.error(404, "NAME_UNKNOWN", "no such path");
    }
    String repository = matcher.group(1);
    String rest = matcher.group(3);
    return switch (matcher.group(2)) {
      case "blobs/uploads" -> upload(repository, rest, request);
      case "blobs" -> blob(contents(repository), rest, request);
      case "manifests" -> manifest(contents(repository), rest, request);
      case "tags" -> tags(contents(repository), repository, request);
      default -> referrers(contents(repository), rest, request);
    };
  }

  private static Answer blob(Contents contents, String digest, Request request) {
    byte[] content = contents.blobs.get(digest);
    if (content == null) {
      return Answer.error(404, "BLOB_UNKNOWN", "blob unknown to registry");
    }
    Optional<String> range = request.header("Range");
    if (range.isPresent() && range.get().matches("bytes=[0-9]+-")) {
      int from = Integer.parseInt(range.get().substring(6, range.get().length() - 1));
      return from >= content.length
          ? Answer.of(416)
          : Answer.of(206, Arrays.copyOfRange(content, from, content.length))
              .with(
                  "Content-Range",
                  "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
    }
    return Answer.of(200, content)
        .with("Docker-Content-Digest", digest)
        .with("Content-Type", "application/octet-stream");
  }

  private Answer upload(String repository, String session, Request request) {
    if (request.method().equals("POST")) {
      String next = "s" + ++sessions;
      uploads.put(next, new ByteArrayOutputStream());
      return Answer.of(202)
          .with("Location", "/v2/%s/blobs/uploads/%s?state=x".formatted(repository, next));
    }
    ByteArrayOutputStream written = uploads.get(session);
    if (written == null) {
      return Answer.error(404, "BLOB_UPLOAD_UNKNOWN", "no such upload");
    }
    written.writeBytes(request.body());
    if (request.method().equals("PATCH")) {
      return Answer.of(202).with("Location", request.path());
    }
    uploads.remove(session);
    byte[] content = written.toByteArray();
    String digest = Contents.sha256(content);
    if (!request.parameter("digest").equals(Optional.of(digest))) {
      return Answer.error(400, "DIGEST_INVALID", "the content has another digest");
    }
    contents(repository).blobs.put(digest, content);
    return Answer.of(201).with("Docker-Content-Digest", digest);
  }

  private Answer manifest(Contents contents, String reference, Request request) {
    if (request.method().equals("PUT")) {
      return putManifest(contents, reference, request);
    }
    Optional<Contents.Stored> stored = contents.manifest(reference);
    if (stored.isPresent() && request.method().equals("DELETE")) {
      contents.delete(reference);
      return Answer.of(202);
    }
    if (stored.isEmpty()) {
      return Answer.error(404, "MANIFEST_UNKNOWN", "manifest unknown");
    }
    return Answer.of(200, stored.get().bytes())
        .with("Content-Type", stored.get().type())
        .with("Docker-Content-Digest", Contents.sha256(stored.get().bytes()));
  }

  private Answer putManifest(Contents contents, String reference, Request request) {
    String digest = Contents.sha256(request.body());
    if (reference.contains(":") && !reference.equals(digest)) {
      return Answer.error(400, "DIGEST_INVALID", "the manifest has another digest");
    }
    String type = request.header("Content-Type").orElse("");
    contents.put(reference, new Contents.Stored(type, request.body()));
    Answer done = Answer.of(201).with("Docker-Content-Digest", digest);
    Optional<String> subject = Contents.subject(request.body());
    return subject.isPresent() && referrersApi ? done.with("OCI-Subject", subject.get()) : done;
  }

  private Answer tags(Contents contents, String repository, Request request) {
    List<String> names = contents.tags.keySet().stream().sorted().toList();
    int from = request.parameter("last").map(last -> names.indexOf(last) + 1).orElse(0);
    List<String> page = names.subList(from, Math.min(names.size(), from + pageSize));
    String list = page.stream().map(n -> "\"" + n + "\"").collect(Collectors.joining(","));
    Answer answer =
        Answer.of(
                200, "{\"name\":\"%s\",\"tags\":[%s]}".formatted(repository, list).getBytes(UTF_8))
            .with("Content-Type", "application/json");
    return from + page.size() < names.size()
        ? next(answer, request, "last=" + page.get(page.size() - 1))
        : answer;
  }

  private Answer referrers(Contents contents, String subject, Request request) {
    if (!referrersApi) {
      return Answer.error(404, "UNSUPPORTED", "no such path");
    }
    List<String> found = contents.referrers(subject);
    int from = request.parameter("page").map(Integer::parseInt).orElse(0) * pageSize;
    List<String> page =
        new ArrayList<>(found.subList(from, Math.min(found.size(), from + pageSize)));
    String json =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(INDEX, String.join(",", page));
    Answer answer = Answer.of(200, json.getBytes(UTF_8)).with("Content-Type", INDEX);
    return from + page.size() < found.size()
        ? next(answer, request, "page=" + (from / pageSize + 1))
        : answer;
  }

  private static Answer next(Answer answer, Request request, String query) {
    return answer.with("Link", "<%s?%s>; rel=\"next\"".formatted(request.path(), query));
  }
}
