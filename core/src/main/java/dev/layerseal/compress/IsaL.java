package dev.layerseal.compress;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;

/**
 * Intel's storage library (libisal, version 2), where the system has it and the virtual machine can
 * call it: Java 22 and newer, by the foreign function interface. Java 17 is what the code is
 * compiled for, so that the interface is reached by reflection; the calls themselves are not.
 *
 * <p>Its structures are known by their place only. They are tried on a stream of every kind of
 * block before the library is used: a release that has them elsewhere counts as absent.
 */
final class IsaL {

  /** Set to {@code 0} in the environment, it leaves the library alone. */
  static final String VARIABLE = "LAYERSEAL_ISAL";

  private static final String LIBRARY = "libisal.so.2";
  private static final int FIRST_RELEASE = 22;
  private static final Optional<IsaL> INSTANCE = load();

  /** {@code void isal_inflate_init(struct inflate_state *)}, the pointer as a long. */
  final MethodHandle initialize;

  /** {@code int isal_inflate(struct inflate_state *)}. */
  final MethodHandle inflate;

  private final Method ofBuffer;
  private final Method address;

  private IsaL(MethodHandle initialize, MethodHandle inflate, Method ofBuffer, Method address) {
    this.initialize = initialize;
    this.inflate = inflate;
    this.ofBuffer = ofBuffer;
    this.address = address;
  }

  /** The library; nothing when it is missing, or is not as expected. */
  static Optional<IsaL> find() {
    return INSTANCE;
  }

  /** Where a direct buffer begins. */
  long address(ByteBuffer buffer) {
    try {
      return (long) address.invoke(ofBuffer.invoke(null, buffer));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<IsaL> load() {
    if (Runtime.version().feature() < FIRST_RELEASE || "0".equals(System.getenv(VARIABLE))) {
      return Optional.empty();
    }
    try {
      IsaL library = bind();
      return library.worksAsExpected() ? Optional.of(library) : Optional.empty();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return Optional.empty();
    }
  }

  private static IsaL bind() throws ReflectiveOperationException {
    Class<?> linkers = Class.forName("java.lang.foreign.Linker");
    Class<?> options = Class.forName("java.lang.foreign.Linker$Option");
    Class<?> lookups = Class.forName("java.lang.foreign.SymbolLookup");
    Class<?> arenas = Class.forName("java.lang.foreign.Arena");
    Class<?> segments = Class.forName("java.lang.foreign.MemorySegment");
    Class<?> layouts = Class.forName("java.lang.foreign.MemoryLayout");
    Class<?> values = Class.forName("java.lang.foreign.ValueLayout");
    Class<?> functions = Class.forName("java.lang.foreign.FunctionDescriptor");

    Object pointer = Array.newInstance(layouts, 1);
    Array.set(pointer, 0, values.getField("JAVA_LONG").get(null));
    Object integer = values.getField("JAVA_INT").get(null);
    Object none = Array.newInstance(options, 0);
    Object toNothing = functions.getMethod("ofVoid", pointer.getClass()).invoke(null, pointer);
    Object toInt =
        functions.getMethod("of", layouts, pointer.getClass()).invoke(null, integer, pointer);

    Object linker = linkers.getMethod("nativeLinker").invoke(null);
    Object arena = arenas.getMethod("global").invoke(null);
    Object lookup =
        lookups.getMethod("libraryLookup", String.class, arenas).invoke(null, LIBRARY, arena);
    Method find = lookups.getMethod("find", String.class);
    Method downcall = linkers.getMethod("downcallHandle", segments, functions, none.getClass());
    MethodHandle initialize =
        (MethodHandle)
            downcall.invoke(linker, symbol(find, lookup, "isal_inflate_init"), toNothing, none);
    MethodHandle inflate =
        (MethodHandle) downcall.invoke(linker, symbol(find, lookup, "isal_inflate"), toInt, none);
    return new IsaL(
        initialize,
        inflate,
        segments.getMethod("ofBuffer", Buffer.class),
        segments.getMethod("address"));
  }

  private static Object symbol(Method find, Object lookup, String name)
      throws ReflectiveOperationException {
    Optional<?> found = (Optional<?>) find.invoke(lookup, name);
    return found.orElseThrow(() -> new NoSuchMethodException(name));
  }

  /** Blocks of every kind, one stream behind the other, in pieces that split them anywhere. */
  private boolean worksAsExpected() {
    byte[] text = "dm-verity fs-verity erofs ".repeat(200).getBytes(US_ASCII);
    for (int level : new int[] {Deflater.NO_COMPRESSION, Deflater.BEST_COMPRESSION}) {
      for (int strategy : new int[] {Deflater.DEFAULT_STRATEGY, Deflater.HUFFMAN_ONLY}) {
        byte[] stream = deflate(text, level, strategy);
        for (int piece : new int[] {7, 1000, stream.length}) {
          if (!expands(stream, piece, text)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private boolean expands(byte[] stream, int piece, byte[] expected) {
    byte[] out = new byte[expected.length + 1];
    try (IsaLInflater inflater = new IsaLInflater(this)) {
      int at = 0;
      int taken = 0;
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          int length = Math.min(piece, stream.length - taken);
          if (length == 0) {
            return false;
          }
          inflater.setInput(stream, taken, length);
          taken += length;
        }
        at += inflater.inflate(out, at, Math.min(100, out.length - at));
      }
      return taken - inflater.remaining() == stream.length - TRAILER
          && Arrays.equals(out, 0, at, expected, 0, expected.length);
    } catch (DataFormatException e) {
      return false;
    }
  }

  /** Bytes behind the stream that is tried, as a gzip member has them. */
  private static final int TRAILER = 8;

  private static byte[] deflate(byte[] text, int level, int strategy) {
    Deflater deflater = new Deflater(level, true);
    deflater.setStrategy(strategy);
    deflater.setInput(text);
    deflater.finish();
    byte[] out = new byte[2 * text.length];
    int length = 0;
    while (!deflater.finished()) {
      length += deflater.deflate(out, length, out.length - length);
    }
    deflater.end();
    return Arrays.copyOf(out, length + TRAILER);
  }
}
