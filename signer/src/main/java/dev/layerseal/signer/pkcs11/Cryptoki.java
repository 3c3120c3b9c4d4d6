package dev.layerseal.signer.pkcs11;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.NativeLongByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.layerseal.error.SigningException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Java's own provider does not tell: the names of tokens, and the ids of what is on them
 * (Cryptoki 2.40, "CK_FUNCTION_LIST"). Nothing is signed through this class.
 */
final class Cryptoki {

  /** A slot, by its place in the list of all slots, and what the token in it says. */
  record Token(
      int index, long slot, String label, String manufacturer, String model, String serial) {}

  private static final int INITIALIZE = 0;
  private static final int SLOT_LIST = 4;
  private static final int TOKEN_INFO = 6;
  private static final int OPEN_SESSION = 12;
  private static final int CLOSE_SESSION = 13;
  private static final int ATTRIBUTE_VALUE = 24;
  private static final int FIND_INIT = 26;
  private static final int FIND = 27;
  private static final int FIND_FINAL = 28;

  private static final long ALREADY_INITIALIZED = 0x191;
  private static final long TOKEN_NOT_PRESENT = 0xe0;
  private static final long TOKEN_NOT_RECOGNIZED = 0xe1;
  private static final long OS_LOCKING = 2;
  private static final long SERIAL_SESSION = 4;

  private static final int MAX_SLOTS = 1024;
  private static final int MAX_OBJECTS = 256;
  private static final int MAX_VALUE = 1 << 20;
  private static final int TOKEN_INFO_SIZE = 512;
  private static final int LONG = NativeLong.SIZE;
  private static final int ATTRIBUTE = 2 * LONG + Native.POINTER_SIZE;

  private final String path;
  private final Pointer functions;

  private Cryptoki(String path, Pointer functions) {
    this.path = path;
    this.functions = functions;
  }

  /**
   * Loads the library at {@code path} and makes it ready.
   *
   * @throws SigningException when it is none
   */
  static Cryptoki load(String path) throws SigningException {
    try {
      PointerByReference list = new PointerByReference();
      Function functionList = NativeLibrary.getInstance(path).getFunction("C_GetFunctionList");
      long status =
          ((NativeLong) functionList.invoke(NativeLong.class, new Object[] {list})).longValue();
      if (status != 0) {
        throw new SigningException("%s: C_GetFunctionList gave 0x%x".formatted(path, status));
      }
      // The list begins with two bytes of version, padded to the size of a pointer.
      Cryptoki library = new Cryptoki(path, list.getValue().share(Native.POINTER_SIZE));
      library.initialize();
      return library;
    } catch (UnsatisfiedLinkError e) {
      throw new SigningException(path + ": not a PKCS#11 library of this system", e);
    }
  }

  /** Every slot with a token. */
  List<Token> tokens() throws SigningException {
    NativeLongByReference count = new NativeLongByReference();
    call("C_GetSlotList", SLOT_LIST, (byte) 0, Pointer.NULL, count);
    int slots = bounded(count.getValue().longValue(), MAX_SLOTS, "slots");
    List<Token> tokens = new ArrayList<>();
    if (slots > 0) {
      Memory list = new Memory((long) slots * LONG);
      call("C_GetSlotList", SLOT_LIST, (byte) 0, list, count);
      for (int i = 0; i < Math.min(slots, count.getValue().intValue()); i++) {
        token(i, list.getNativeLong((long) i * LONG)).ifPresent(tokens::add);
      }
    }
    return tokens;
  }

  /** The values of {@code wanted} of each object on a token that has all of {@code template}. */
  List<byte[]> find(Token token, CryptokiTemplate template, long wanted) throws SigningException {
    NativeLongByReference session = new NativeLongByReference();
    call(
        "C_OpenSession",
        OPEN_SESSION,
        new NativeLong(token.slot()),
        new NativeLong(SERIAL_SESSION),
        Pointer.NULL,
        Pointer.NULL,
        session);
    try {
      return find(session.getValue(), template, wanted);
    } finally {
      status(CLOSE_SESSION, session.getValue());
    }
  }

  private void initialize() throws SigningException {
    Memory arguments = new Memory(6L * Math.max(LONG, Native.POINTER_SIZE));
    arguments.clear();
    arguments.setNativeLong(4L * Native.POINTER_SIZE, new NativeLong(OS_LOCKING));
    long status = status(INITIALIZE, arguments);
    if (status != 0 && status != ALREADY_INITIALIZED) {
      throw failed("C_Initialize", status);
    }
  }

  private Optional<Token> token(int index, NativeLong slot) throws SigningException {
    Memory info = new Memory(TOKEN_INFO_SIZE);
    long status = status(TOKEN_INFO, slot, info);
    if (status == TOKEN_NOT_PRESENT || status == TOKEN_NOT_RECOGNIZED) {
      return Optional.empty();
    }
    if (status != 0) {
      throw failed("C_GetTokenInfo", status);
    }
    return Optional.of(
        new Token(
            index,
            slot.longValue(),
            text(info, 0, 32),
            text(info, 32, 32),
            text(info, 64, 16),
            text(info, 80, 16)));
  }

  private List<byte[]> find(NativeLong session, CryptokiTemplate template, long wanted)
      throws SigningException {
    call("C_FindObjectsInit", FIND_INIT, session, template.memory(), template.count());
    Memory handles = new Memory((long) MAX_OBJECTS * LONG);
    NativeLongByReference count = new NativeLongByReference();
    try {
      call("C_FindObjects", FIND, session, handles, new NativeLong(MAX_OBJECTS), count);
    } finally {
      status(FIND_FINAL, session);
    }
    List<byte[]> values = new ArrayList<>();
    for (int i = 0; i < bounded(count.getValue().longValue(), MAX_OBJECTS, "objects"); i++) {
      values.add(value(session, handles.getNativeLong((long) i * LONG), wanted));
    }
    return values;
  }

  private byte[] value(NativeLong session, NativeLong object, long type) throws SigningException {
    Memory attribute = new Memory(ATTRIBUTE);
    attribute.clear();
    attribute.setNativeLong(0, new NativeLong(type));
    NativeLong one = new NativeLong(1);
    call("C_GetAttributeValue", ATTRIBUTE_VALUE, session, object, attribute, one);
    long sizeAt = (long) LONG + Native.POINTER_SIZE;
    int size = bounded(attribute.getNativeLong(sizeAt).longValue(), MAX_VALUE, "bytes of a value");
    if (size == 0) {
      return new byte[0];
    }
    Memory value = new Memory(size);
    attribute.setPointer(LONG, value);
    call("C_GetAttributeValue", ATTRIBUTE_VALUE, session, object, attribute, one);
    return value.getByteArray(
        0, bounded(attribute.getNativeLong(sizeAt).longValue(), size, "bytes"));
  }

  private void call(String name, int function, Object... arguments) throws SigningException {
    long status = status(function, arguments);
    if (status != 0) {
      throw failed(name, status);
    }
  }

  private long status(int function, Object... arguments) {
    Function code =
        Function.getFunction(functions.getPointer((long) function * Native.POINTER_SIZE));
    return ((NativeLong) code.invoke(NativeLong.class, arguments)).longValue();
  }

  private int bounded(long value, int most, String what) throws SigningException {
    if (value < 0 || value > most) {
      throw new SigningException("%s: %d %s, more than %d".formatted(path, value, what, most));
    }
    return (int) value;
  }

  private SigningException failed(String name, long status) {
    return new SigningException("%s: %s gave 0x%x".formatted(path, name, status));
  }

  private static String text(Memory info, int offset, int length) {
    return new String(info.getByteArray(offset, length), StandardCharsets.UTF_8).strip();
  }
}
