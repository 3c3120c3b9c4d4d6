#!/bin/sh
# erofs-compressed.sh DIR: makes the images of vectors/erofs-compressed anew in DIR, one folder each: a file `f` whose indexes
# or clusters are as readers have got them wrong. Needs root and mkfs.erofs-1.9 on the path or in $LAYERSEAL_PEERS/bin.
set -eu
PATH=${LAYERSEAL_PEERS:-$HOME/.cache/layerseal-peers}/bin:$PATH
mkdir -p "$1"
cd "$1"
here=$PWD
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

image() { # NAME OPTION...
    name=$1
    shift
    mkdir -p "$here/$name"
    rm -f "$here/$name/image.erofs"
    touch -d '2024-01-01 00:00:00 UTC' "$tree/f" "$tree"
    mkfs.erofs-1.9 -T0 -U 00112233-4455-5677-8899-aabbccddeeff --quiet "$@" "$here/$name/image.erofs" "$tree" >/dev/null 2>&1
    sha256sum <"$tree/f" | cut -c1-64 >"$here/$name/content.sha256"
}

# The stream begins behind a long padding, whose first byte is a token too.
head -c 20000 /dev/zero >"$tree/f"
image stream-behind-padding -zlz4 -C4096

# An extent of 60 clusters: the last index of a pack of 16 holds the distance forward.
{ seq 1 900; head -c 240000 /dev/zero; seq 1 900; } >"$tree/f"
image extent-over-packs -zlz4 -C4096

# The last extent ends within a cluster: an index behind it closes the list and has no block.
seq 1 3000 >"$tree/f"
image closing-index -zlz4hc -C4096

# Xattrs of 52 bytes: the indexes begin at a multiple of 32, so that there is no pack of two before those of 16.
{ seq 1 900; head -c 100000 /dev/zero; seq 1 900; } >"$tree/f"
setfattr -n user.abc -v "$(printf '%033d' 0)" "$tree/f"
image indexes-at-boundary -zlz4 -C4096
