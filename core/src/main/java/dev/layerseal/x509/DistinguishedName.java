package dev.layerseal.x509;

import dev.layerseal.error.FormatException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * A subject as trust policies write it (RFC 4514): attribute types, each once, with one value.
 *
 * @param attributes by type, such as {@code C}, {@code ST}, {@code O}
 */
public record DistinguishedName(Map<String, String> attributes) {

  private static final List<String> REQUIRED = List.of("C", "ST", "O");

  /** Types that {@link X500Principal} spells as numbers unless it is told. */
  private static final Map<String, String> KEYWORDS =
      Map.of("2.5.4.5", "SERIALNUMBER", "2.5.4.17", "POSTALCODE");

  public DistinguishedName {
    attributes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /**
   * The name that {@code text} spells, with the attributes that an identity needs: C, ST (or S) and
   * O.
   *
   * @throws FormatException when it is no name, repeats a type or lacks one of the three
   */
  public static DistinguishedName parse(String text) throws FormatException {
    if (text.contains("=#")) {
      throw malformed(text, "values in hexadecimal (\"=#\") are not supported");
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Rdn rdn : rdns(text)) {
      add(text, rdn, attributes);
    }
    for (String type : REQUIRED) {
      if (attributes.getOrDefault(type, "").isEmpty()) {
        throw malformed(text, "it has no %s; C, ST (or S) and O are required".formatted(type));
      }
    }
    return new DistinguishedName(attributes);
  }

  /** {@code principal} as text, most specific attribute first. */
  public static String of(X500Principal principal) {
    return principal.getName(X500Principal.RFC2253, KEYWORDS);
  }

  /** Whether every attribute of this name stands in {@code other} with the same value. */
  public boolean within(DistinguishedName other) {
    return attributes.entrySet().stream()
        .allMatch(entry -> entry.getValue().equals(other.attributes.get(entry.getKey())));
  }

  @Override
  public String toString() {
    return attributes.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + Rdn.escapeValue(entry.getValue()))
        .collect(Collectors.joining(","));
  }

  private static List<Rdn> rdns(String text) throws FormatException {
    try {
      List<Rdn> rdns = new java.util.ArrayList<>(new LdapName(text).getRdns());
      java.util.Collections.reverse(rdns);
      return rdns;
    } catch (InvalidNameException | RuntimeException e) {
      throw malformed(text, "it is no distinguished name as RFC 4514 writes them");
    }
  }

  private static void add(String text, Rdn rdn, Map<String, String> attributes)
      throws FormatException {
    if (rdn.size() > 1) {
      throw malformed(text, "an RDN with several values is not supported");
    }
    if (!(rdn.getValue() instanceof String value)) {
      throw malformed(text, "values in hexadecimal are not supported");
    }
    String type = rdn.getType().equals("S") ? "ST" : rdn.getType();
    if (attributes.putIfAbsent(type, value) != null) {
      throw malformed(text, "%s stands twice".formatted(type));
    }
  }

  private static FormatException malformed(String text, String why) {
    return new FormatException("distinguished name \"%s\": %s".formatted(text, why));
  }
}
