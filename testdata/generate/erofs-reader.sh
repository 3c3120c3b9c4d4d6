#!/bin/sh
# erofs-reader.sh DIR: makes the images of vectors/erofs-reader anew in DIR, one folder each. Needs root (devices,
# trusted xattrs) and mkfs.erofs-1.9 on the path or in $LAYERSEAL_PEERS/bin. dump.txt is what `layerseal erofs dump`
# says of the image.
set -eu
PATH=${LAYERSEAL_PEERS:-$HOME/.cache/layerseal-peers}/bin:$PATH
mkdir -p "$1"
cd "$1"
here=$PWD
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
(
    cd "$tree"
    umask 022
    mkdir -p dir/deep empty
    printf hello >a
    : >zero
    seq 1 1500 | sed 's/$/ line/' >text
    cp text dir/same-text
    seq 500 1000 | sed 's/$/ tail/' >dir/deep/tail
    { seq 1 700 | sed 's/^/head /'; seq 1 900 | md5sum; seq 70000 70600; } >dir/mixed
    head -c 20000 /dev/zero >holes
    printf x >>holes
    ln a hard
    ln -s a link
    mkfifo fifo
    mknod null c 1 3
    mknod disk b 259 70000
    printf w >"$(printf 'not\377utf8')"
    printf v >'!first'
    setfattr -n user.one -v value a
    setfattr -n user.mime.alpha -v 1 text
    setfattr -n user.mime.beta -v 2 dir/same-text
    for f in text zero dir/mixed; do setfattr -n user.shared -v 'the same value, long enough' "$f"; done
    setfattr -n trusted.overlay.opaque -v y dir
    chown 70000:70001 dir/mixed
    chmod 4755 dir/deep/tail
    find . -exec touch -h -d '2024-01-01 00:00:00 UTC' {} +
    touch -d '2024-05-06 07:08:09.123456789 UTC' text
    touch -d '2024-01-01 00:00:00 UTC' .
)

(cd "$tree" && find . -type f -exec sha256sum -z {} + | tr '\0' '\n' | LC_ALL=C sort -k2) >files.sha256

image() { # NAME OPTION...
    mkdir -p "$here/$1"
    out=$here/$1/image.erofs
    rm -f "$out"
    shift
    mkfs.erofs-1.9 -T1704067200 -U 00112233-4455-5677-8899-aabbccddeeff --quiet "$@" "$out" "$tree" >/dev/null 2>&1
}
image plain -b512
image extended -b512 --mkfs-time -Eforce-inode-extended
image shared-xattrs -b512 -x1
image long-prefixes -b512 --xattr-prefix=user.mime. -Eplain-xattr-prefixes
image chunk-blocks -b512 --chunksize=1024
image chunk-indexes -b512 --chunksize=1024 -Eforce-chunk-indexes
image metabox -b512 --MZ=id
image lz4 -zlz4 -C4096
image lz4-legacy-indexes -zlz4 -Elegacy-compress
image lz4-big -zlz4hc -C65536
image lz4-tail-packing -zlz4hc -C65536 -Eztailpacking
image lz4-fragments -zlz4hc -C65536 -Efragments
image lz4-dedupe -zlz4hc -C65536 -Ededupe
image lz4-all-fragments -zlz4hc -C65536 -Eall-fragments,dedupe
image lzma -zlzma -C65536
image deflate -zdeflate -C65536
image zstd -zzstd -C65536
image encoded-extents -zlz4hc -C65536 -E48bit
image compressed-directories -zlz4 -C65536 --zD=1 -Efragments
image wide-blocks -b512 -E48bit
mkdir -p tar-index
tar --format=pax --numeric-owner --sort=name --xattrs --xattrs-include='*' \
    --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime -cf "$tree.tar" -C "$tree" .
mkfs.erofs-1.9 --tar=i --aufs -T0 --mkfs-time -U 00112233-4455-5677-8899-aabbccddeeff --quiet tar-index/image.erofs "$tree.tar" >/dev/null
cat "$tree.tar" >>tar-index/image.erofs
rm -f "$tree.tar"
