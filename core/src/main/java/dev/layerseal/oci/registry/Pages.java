package dev.layerseal.oci.registry;

import dev.layerseal.error.LayersealException;
import dev.layerseal.error.RegistryException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows the links from page to page (RFC 8288): bounded, on the registry's own host only, and
 * never in a circle.
 */
final class Pages {

  static final int MAX_PAGES = 64;
  private static final Pattern NEXT =
      Pattern.compile("<([^>]*)>\\s*;[^,]*\\brel\\s*=\\s*\"?next\\b", Pattern.CASE_INSENSITIVE);

  private final RegistryCaller caller;
  private final Set<URI> seen = new HashSet<>();

  Pages(RegistryCaller caller) {
    this.caller = caller;
  }

  /** The call for the page behind {@code response}, which answered {@code call}. */
  Optional<Call> after(Call call, Response response) throws LayersealException {
    List<String> links = response.headers().all("Link");
    Matcher matcher = NEXT.matcher(String.join(", ", links));
    if (!matcher.find()) {
      return Optional.empty();
    }
    URI target = Transport.resolve(call, matcher.group(1));
    if (!caller.sameOrigin(target)) {
      throw new RegistryException(
          "%s: the next page is on another host, %s".formatted(call, target.getAuthority()));
    }
    if (!seen.add(target)) {
      throw new RegistryException(call + ": the pages go in a circle");
    }
    if (seen.size() >= MAX_PAGES) {
      throw new RegistryException("%s: more than %d pages".formatted(call, MAX_PAGES));
    }
    return Optional.of(call.to(target));
  }
}
