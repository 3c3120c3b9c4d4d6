package dev.layerseal.tar;

/**
 * One extended attribute of an entry. The arrays are shared, not copied: they must not be changed.
 *
 * @param name the full name, such as {@code security.capability}
 */
public record TarXattr(byte[] name, byte[] value) {}
