package dev.layerseal.signer.pkcs11;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Attributes that an object must have to be found: an array of {@code CK_ATTRIBUTE}. */
final class CryptokiTemplate {

  static final long CLASS = 0;
  static final long LABEL = 3;
  static final long VALUE = 0x11;
  static final long ID = 0x102;

  private static final long CERTIFICATE = 1;
  private static final long PRIVATE_KEY = 3;
  private static final int LONG = NativeLong.SIZE;
  private static final int SIZE = 2 * LONG + Native.POINTER_SIZE;

  private final List<Long> types = new ArrayList<>();
  private final List<Memory> values = new ArrayList<>();

  static CryptokiTemplate certificates() {
    return new CryptokiTemplate().with(CERTIFICATE);
  }

  static CryptokiTemplate privateKeys() {
    return new CryptokiTemplate().with(PRIVATE_KEY);
  }

  CryptokiTemplate withId(byte[] id) {
    return with(ID, id);
  }

  CryptokiTemplate withLabel(String label) {
    return with(LABEL, label.getBytes(StandardCharsets.UTF_8));
  }

  private CryptokiTemplate with(long objectClass) {
    Memory value = new Memory(LONG);
    value.setNativeLong(0, new NativeLong(objectClass));
    types.add(CLASS);
    values.add(value);
    return this;
  }

  private CryptokiTemplate with(long type, byte[] bytes) {
    Memory value = new Memory(Math.max(1, bytes.length));
    value.write(0, bytes, 0, bytes.length);
    types.add(type);
    values.add(bytes.length == 0 ? value : (Memory) value.share(0, bytes.length));
    return this;
  }

  NativeLong count() {
    return new NativeLong(types.size());
  }

  Memory memory() {
    Memory array = new Memory((long) SIZE * types.size());
    for (int i = 0; i < types.size(); i++) {
      long at = (long) i * SIZE;
      array.setNativeLong(at, new NativeLong(types.get(i)));
      array.setPointer(at + LONG, values.get(i));
      array.setNativeLong(at + LONG + Native.POINTER_SIZE, new NativeLong(values.get(i).size()));
    }
    return array;
  }
}
