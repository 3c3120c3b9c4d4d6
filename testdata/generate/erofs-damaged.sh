#!/bin/sh
# erofs-damaged.sh DIR: makes the images of vectors/erofs-damaged anew in DIR, one folder each, from those of
# vectors/erofs-reader: some bytes are changed, and the checksum of the superblock is made right again.
set -eu
reader=$(cd "$(dirname "$0")/../src/main/resources/vectors/erofs-reader" && pwd)

image() { # NAME FROM OFFSET=BYTE...
    mkdir -p "$1"
    python3 - "$reader/$2/image.erofs" "$@" <<'PYTHON'
import sys

source, name, _, *changes = sys.argv[1:]
image = bytearray(open(source, "rb").read())
for change in changes:
    offset, byte = change.split("=")
    image[int(offset, 0)] = int(byte, 0)
block = 1 << image[1024 + 12]
image[1028:1032] = bytes(4)
crc = 0xFFFFFFFF
for byte in image[1024:max(block, 1024 + 512)]:
    crc ^= byte
    for _ in range(8):
        crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
image[1028:1032] = crc.to_bytes(4, "little")
open(name + "/image.erofs", "wb").write(image)
PYTHON
}

mkdir -p "$1"
cd "$1"
image zstd-without-padding-bit zstd 0x450=0x02     # feature_incompat: only lz4 streams can stand at the start of a cluster
image lzma-stream-in-padding lzma 0x1229=0x5f      # a byte of the padding before a stream
image zstd-window-too-large zstd 0x483=0x0b        # windowlog of 21 in the compression record
image algorithm-unknown zstd 0x455=0x01            # a fifth bit in the bitmap of algorithms
