#!/bin/sh
# Makes vectors/recipe: one small layer, and its root hash by every recipe that starts from a tar archive, with
# mkfs.erofs and veritysetup of the peers. Needs root (owners in the tar) and GNU tar, gzip, zstd.
set -eu
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
out=$top/src/main/resources/vectors/recipe
bin=${LAYERSEAL_PEERS:-$HOME/.cache/layerseal-peers}/bin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fixed=c1b9d5a2-f162-11cf-9ece-0020afc76f16
salt=$(printf '%064d' 0)

layer() {
  mkdir -p "$work/t/etc" "$work/t/usr/bin" "$work/t/empty"
  seq 1 4000 > "$work/t/usr/bin/tool"
  printf 'name=vector\n' > "$work/t/etc/release"
  : > "$work/t/etc/none"
  ln -s ../usr/bin/tool "$work/t/etc/link"
  ln "$work/t/etc/release" "$work/t/etc/twice"
  : > "$work/t/usr/.wh.gone"
  : > "$work/t/empty/.wh..wh..opq"
  touch -h -d @1700000000 "$work/t/etc/link"
  find "$work/t" ! -type l -exec touch -d @1700000000.25 {} +
  tar --format=pax --sort=name --owner=0 --group=0 --numeric-owner \
    --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime -C "$work/t" -cf "$work/layer.tar" .
  gzip -9nc "$work/layer.tar" > "$out/layer.tar.gz"
  zstd -q -19 -c "$work/layer.tar" > "$out/layer.tar.zst"
}

uuid5() { # the URL namespace and a name
  h=$({ printf '\153\247\270\021\235\255\021\321\200\264\000\300\117\324\060\310'; printf %s "$1"; } | sha1sum)
  raw_uuid "$h"
}

raw_uuid() { # 32 hexadecimal digits, marked as version 5
  v=$(echo "$1" | cut -c17-18)
  printf '%s-%s-5%s-%02x%s-%s\n' "$(echo "$1" | cut -c1-8)" "$(echo "$1" | cut -c9-12)" "$(echo "$1" | cut -c14-16)" \
    $((0x$v & 0x3f | 0x80)) "$(echo "$1" | cut -c19-20)" "$(echo "$1" | cut -c21-32)"
}

vector() { # name, data block size
  mkdir -p "$out/$1"
  "$bin/veritysetup" format --salt="$salt" --data-block-size="$2" --hash-block-size="$2" "$work/i" "$work/h" |
    awk '/^Root hash:/{printf "%s",$3}' > "$out/$1/roothash"
  rm -f "$work/h"
  printf '{\n  "expect": "ok",\n  "layer": "-",\n  "flags": [],\n  "comment": "root hash of layer.tar.gz by the recipe %s"\n}\n' \
    "$(echo "$1" | tr _ @)" > "$out/$1/vector.json"
}

index() { # name, uuid, padding
  for version in 1.9 1.8; do
    rm -f "$work/i"
    "$bin/mkfs.erofs-$version" --tar=i -T 0 --mkfs-time -U "$2" --aufs --quiet "$work/i" "$work/layer.tar"
    cat "$work/layer.tar" >> "$work/i"
    truncate -s %"$3" "$work/i"
    vector "${1}_$version" 512
  done
}

full() { # name, uuid, more options
  name=$1 uuid=$2
  shift 2
  for version in 1.9 1.8; do
    rm -f "$work/i"
    "$bin/mkfs.erofs-$version" --tar=f -T 0 --mkfs-time -U "$uuid" --aufs --quiet -Enoinline_data -b4096 "$@" \
      "$work/i" "$work/layer.tar"
    vector "${name}_$version" 4096
  done
}

rdk() { # name, compressor
  for version in 1.9 1.8; do
    rm -f "$work/i"
    "$bin/mkfs.erofs-$version" -b4096 -C4096 -T0 -U "$(uuid5 "erofs:blobs/sha256:$diff_id")" --aufs --quiet --all-root \
      -E^dedupe,^all-fragments,inline_data,^legacy-compress,^xattr-name-filter,^ztailpacking ${2:+"-z$2"} \
      --tar=f "$work/i" "$work/layer.tar"
    vector "${1}_$version" 4096
  done
}

rm -rf "$out"
mkdir -p "$out"
layer
digest=$(sha256sum < "$out/layer.tar.gz" | cut -c1-64)
diff_id=$(sha256sum < "$work/layer.tar" | cut -c1-64)
index tar-index-fixed $fixed 512
index tar-index "$(uuid5 "erofs:blobs/sha256:$digest")" 512
index tar-index-padded "$(uuid5 "erofs:blobs/sha256:$digest")" 4096
index tar-index-content "$(raw_uuid "$diff_id")" 512
full full "$(uuid5 "erofs:blobs/sha256:$digest")"
full full-unsorted "$(uuid5 "erofs:blobs/sha256:$digest")" --sort=none
full full-cache "$(uuid5 "erofs:blobs/sha256:$diff_id")" --sort=none
rdk rdk-seed lz4
rdk rdk-lz4hc lz4hc
rdk rdk-zstd zstd
rdk rdk-uncompressed ""
{
  printf '# One layer by every recipe\n\nMade by `testdata/generate/recipe.sh` on %s with mkfs.erofs 1.8.6 and 1.9.4 and veritysetup %s,\nown making, Apache-2.0. ' \
    "$(date -u +%Y-%m-%d)" "$("$bin/veritysetup" --version | cut -d' ' -f2)"
  printf 'The exact commands are in that script; the name of a folder is the recipe, `_` for `@`.\n\n```\n'
  (cd "$out" && find . -type f ! -name PROVENANCE.md | sort | sed 's|^\./||' | xargs sha256sum)
  printf '```\n'
} > "$out/PROVENANCE.md"
