package dev.layerseal.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.layerseal.error.FormatException;
import dev.layerseal.error.UnsupportedFeatureException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VerityParametersTest {

  @Test
  void refusesAWeakHashUnlessAskedFor() throws Exception {
    VerityParameters.Builder builder = VerityParameters.builder().hash("sha1");
    assertThrows(UnsupportedFeatureException.class, builder::build);
    assertEquals(HashName.SHA1, builder.allowWeakHash().build().hash());
  }

  @Test
  void refusesUnknownNamesAndTypes() {
    VerityParameters.Builder builder = VerityParameters.builder();
    assertThrows(UnsupportedFeatureException.class, () -> builder.hash("SHA256"));
    assertThrows(UnsupportedFeatureException.class, () -> builder.hash(""));
    assertThrows(UnsupportedFeatureException.class, () -> builder.hashType(2));
    assertThrows(UnsupportedFeatureException.class, () -> builder.hashType(-1));
    assertThrows(FormatException.class, () -> builder.dataBlockSize(131072));
  }

  @Test
  void aSaltHasAtMost256Bytes() throws Exception {
    assertEquals(256, Salt.of(new byte[256]).size());
    assertThrows(FormatException.class, () -> Salt.of(new byte[257]));
    assertEquals(Salt.NONE, Salt.parse("-"));
    assertEquals("-", Salt.parse("").toString());
  }

  @Test
  void aRootHashIsSignedAsItsText() throws Exception {
    String text = "0dcd29977f67".repeat(5) + "abcd";
    assertEquals(text, new String(RootHash.parse(text).signedText(), StandardCharsets.US_ASCII));
    assertThrows(FormatException.class, () -> RootHash.parse(text.substring(2, 40)));
    assertThrows(FormatException.class, () -> RootHash.parse(text.replace('a', 'A')));
    assertThrows(FormatException.class, () -> RootHash.parse(text + "\n"));
  }

  @Test
  void levelsBeginWhereABlockOfDigestsIsFull() {
    VerityParameters parameters = VerityParameters.TAR_INDEX;
    assertEquals(0, TreeLayout.of(parameters, 1).levels());
    assertEquals(1, TreeLayout.of(parameters, 2).levels());
    assertEquals(1, TreeLayout.of(parameters, 16).levels());
    assertEquals(2, TreeLayout.of(parameters, 17).levels());
    assertEquals(3, TreeLayout.of(parameters, 257).levels());
    assertEquals(1 + 2 + 17, TreeLayout.of(parameters, 257).totalBlocks());
    assertEquals(16, TreeLayout.of(parameters, Long.MAX_VALUE).levels());
  }
}
