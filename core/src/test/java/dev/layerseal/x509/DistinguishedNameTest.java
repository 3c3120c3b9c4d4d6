package dev.layerseal.x509;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.FormatException;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinguishedNameTest {

  @Test
  void isWithinANameThatSaysMore() throws Exception {
    DistinguishedName identity = DistinguishedName.parse("C=US, ST=WA, O=Example Test");
    DistinguishedName leaf = DistinguishedName.parse("CN=a,OU=b,O=Example Test,ST=WA,C=US");
    assertTrue(identity.within(leaf));
    assertFalse(leaf.within(identity));
  }

  @Test
  void takesTheShortNameOfAState() throws Exception {
    assertEquals(
        DistinguishedName.parse("C=US,ST=WA,O=x").attributes(),
        DistinguishedName.parse("C=US,S=WA,O=x").attributes());
  }

  @Test
  void comparesValuesExactly() throws Exception {
    DistinguishedName identity = DistinguishedName.parse("C=US,ST=WA,O=example");
    assertFalse(identity.within(DistinguishedName.parse("C=US,ST=WA,O=Example")));
  }

  @Test
  void unescapesValues() throws Exception {
    DistinguishedName name = DistinguishedName.parse("C=US,ST=WA,O=a\\, b\\; c\\\\ d");
    assertEquals("a, b; c\\ d", name.attributes().get("O"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "C=US",
        "C=US,ST=WA",
        "C=US,ST=WA,O=",
        "C=US,ST=WA,O=x,O=y",
        "C=US,ST=WA,S=OR,O=x",
        "C=US,ST=WA,O=x+CN=y",
        "C=US,ST=WA,O=#1301",
        "C=US,ST=WA,O= #130161",
        "c=US,ST=WA,O=x",
        "C=US,ST=WA,O",
        "no name at all"
      })
  void refuses(String text) {
    assertThrows(FormatException.class, () -> DistinguishedName.parse(text));
  }

  @Test
  void spellsPrincipalsMostSpecificFirst() {
    assertEquals(
        "CN=a,O=b,ST=WA,C=US", DistinguishedName.of(new X500Principal("CN=a,O=b,ST=WA,C=US")));
  }
}
