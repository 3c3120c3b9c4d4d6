package dev.layerseal.oci.registry;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import dev.layerseal.json.JsonObject;
import dev.layerseal.oci.registry.Authorizer.Action;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /v2/NAME/tags/list}. */
final class TagsEndpoint {

  private static final int MAX_PAGE = 4 << 20;
  private static final int MAX_TAGS = 100_000;

  private final RegistryCaller caller;

  TagsEndpoint(RegistryCaller caller) {
    this.caller = caller;
  }

  List<String> list() throws LayersealException, IOException {
    Set<String> tags = new LinkedHashSet<>();
    Pages pages = new Pages(caller);
    Optional<Call> next = Optional.of(caller.call("GET", "tags/list"));
    while (next.isPresent()) {
      Call call = next.get();
      try (Response response = caller.makeWhole(call, Action.PULL, MAX_PAGE, 200, 404)) {
        if (response.status() == 404) {
          return List.copyOf(tags);
        }
        tags.addAll(JsonObject.parse(response.readAll(MAX_PAGE)).strings("tags"));
        if (tags.size() > MAX_TAGS) {
          throw new RegistryException("%s: more than %d tags".formatted(call, MAX_TAGS));
        }
        next = pages.after(call, response);
      }
    }
    return List.copyOf(tags);
  }
}
