package dev.layerseal.signer.pkcs11;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.layerseal.error.FormatException;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Pkcs11UriTest {

  @Test
  void readsPathAndQuery() throws Exception {
    Pkcs11Uri uri =
        Pkcs11Uri.parse(
            "pkcs11:token=My%20token;object=signing;id=%00%ffz;type=private;slot-id=12"
                + "?module-path=/usr/lib/x.so&pin-source=file:///run/pin");
    assertEquals(Optional.of("My token"), uri.attribute("token"));
    assertEquals(Optional.of("signing"), uri.attribute("object"));
    assertArrayEquals(new byte[] {0, -1, 'z'}, uri.id().orElseThrow());
    assertEquals(Optional.of(12L), uri.slotId());
    assertEquals(Optional.of("/usr/lib/x.so"), uri.modulePath());
    assertEquals(Optional.of("/run/pin"), uri.pinSource());
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:/run/pin", "/run/pin", "file:///run/pin"})
  void readsTheFileOfThePin(String source) throws Exception {
    assertEquals(
        Optional.of("/run/pin"), Pkcs11Uri.parse("pkcs11:?pin-source=" + source).pinSource());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PKCS11:token=a",
        "pkcs11:token",
        "pkcs11:token=",
        "pkcs11:token=a;token=b",
        "pkcs11:token=a%2",
        "pkcs11:token=a%zz",
        "pkcs11:token=a b",
        "pkcs11:token=%ff",
        "pkcs11:token=a%0a",
        "pkcs11:slot-id=x",
        "pkcs11:slot-id=99999999999",
        "pkcs11:type=public",
        "pkcs11:library-version=3",
        "pkcs11:unknown=1",
        "pkcs11:module-path=/x",
        "pkcs11:token=a?module-name=x",
        "pkcs11:token=a?token=b"
      })
  void refusesWhatItWouldNotFollow(String text) {
    assertThrows(FormatException.class, () -> Pkcs11Uri.parse(text));
  }

  @Test
  void refusesAPinAndDoesNotRepeatIt() {
    FormatException failure =
        assertThrows(FormatException.class, () -> Pkcs11Uri.parse("pkcs11:token=a?pin-value=4711"));
    assertTrue(String.valueOf(failure.getMessage()).contains("pin-value"));
    assertFalse(String.valueOf(failure.getMessage()).contains("4711"));
  }

  @Test
  void anyTextIsAUriOrRefused() {
    long seed = 20261121;
    SplittableRandom random = new SplittableRandom(seed);
    String letters = "pkcs11:token=;?&%0afid-slotbjec/. ";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder("pkcs11:");
      for (int n = random.nextInt(30); n > 0; n--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      try {
        assertEquals(text.toString(), Pkcs11Uri.parse(text.toString()).toString());
      } catch (FormatException e) {
        assertFalse(String.valueOf(e.getMessage()).isEmpty(), () -> "seed " + seed);
      }
    }
  }
}
