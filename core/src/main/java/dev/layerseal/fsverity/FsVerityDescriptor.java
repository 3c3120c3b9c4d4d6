package dev.layerseal.fsverity;

import dev.layerseal.bytes.ByteWriter;

/**
 * What is hashed to give a file's digest ({@code struct fsverity_descriptor}).
 *
 * <pre>
 * 0x00  u8      version         1
 * 0x01  u8      hash_algorithm  1 SHA-256, 2 SHA-512
 * 0x02  u8      log_blocksize   10 to 16
 * 0x03  u8      salt_size       0 to 32
 * 0x04  u32     reserved        0
 * 0x08  u64     data_size       bytes of the file
 * 0x10  u8[64]  root_hash       zero padded; all zero for an empty file
 * 0x50  u8[32]  salt            zero padded
 * 0x70  u8[144] reserved        0
 * </pre>
 */
record FsVerityDescriptor(FsVerityParameters parameters, long dataSize, byte[] rootHash) {

  private static final int SIZE = 256;
  private static final int VERSION = 1;
  private static final int MAX_ROOT_HASH = 64;

  byte[] encode() {
    byte[] salt = parameters.saltBytes();
    ByteWriter out = new ByteWriter(SIZE);
    out.u8(VERSION)
        .u8(parameters.algorithm().code())
        .u8(parameters.blockSize().bits())
        .u8(salt.length)
        .u32(0)
        .u64(dataSize)
        .bytes(rootHash)
        .zeros(MAX_ROOT_HASH - rootHash.length)
        .bytes(salt);
    return out.zeros(SIZE - out.size()).toByteArray();
  }
}
