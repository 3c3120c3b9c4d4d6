package dev.layerseal.erofs.codec;

/**
 * What one physical cluster took.
 *
 * @param consumed bytes of input that the stream decodes to
 * @param size bytes of the stream
 */
public record Filling(int consumed, int size) {}
