#!/usr/bin/env bash
# Makes the image of `layerseal demo`: an OCI layout with one image of three gzip layers, zipped into the resources of cli.
# Everything in it is written here. The same tools give the same bytes (GNU tar, gzip, jq, and the JDK's jar).
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=$top/cli/src/main/resources/dev/layerseal/cli/demo/image.zip
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
layout=$work/layout
mkdir -p "$layout/blobs/sha256" "$work/1" "$work/2" "$work/3"
date=2026-01-01T00:00:00Z

base() {
  mkdir -p etc usr/bin usr/share/doc/tide var/lib/tide
  printf 'NAME="Tide"\nID=tide\nVERSION_ID=1\n' >etc/os-release
  printf 'root:x:0:0:root:/:/usr/bin/tide\ntide:x:1000:1000::/var/lib/tide:/usr/bin/tide\n' >etc/passwd
  printf '#!/bin/sh\nexec cat /usr/share/tide/table\n' >usr/bin/tide
  chmod 755 usr/bin/tide
  ln -s tide usr/bin/tides
  printf 'Draft notes, removed by the next layer.\n' >usr/share/doc/tide/draft
}
table() {
  mkdir -p usr/share/tide usr/share/doc/tide
  local hour
  for hour in $(seq 0 671); do
    printf '%03d:%02d %3d cm\n' $((hour / 24)) $((hour % 24)) $((150 + (hour * 37) % 240))
  done >usr/share/tide/table
  : >usr/share/doc/tide/.wh.draft
}
settings() {
  mkdir -p etc/tide var/lib/tide
  printf 'harbour = "Example"\nunit = "cm"\n' >etc/tide/tide.toml
  : >var/lib/tide/state
  ln var/lib/tide/state var/lib/tide/state.old
}

# blob FILE: into the layout under its digest; prints "sha256:HEX SIZE"
blob() {
  local hex
  hex=$(sha256sum <"$1" | cut -d ' ' -f 1)
  cp "$1" "$layout/blobs/sha256/$hex"
  echo "sha256:$hex $(stat -c %s "$1")"
}

# layer N MAKER: the tree that MAKER makes, as a gzip layer
layer() {
  (cd "$work/$1" && "$2")
  tar -C "$work/$1" --format=pax --pax-option=delete=atime,delete=ctime --sort=name --owner=0 --group=0 --numeric-owner \
    --mtime="$date" -cf "$work/$1.tar" .
  gzip -9n <"$work/$1.tar" >"$work/$1.gz"
  diff_ids+=("sha256:$(sha256sum <"$work/$1.tar" | cut -d ' ' -f 1)")
  layers+=("$(blob "$work/$1.gz")")
}

# described TYPE "DIGEST SIZE": an OCI descriptor
described() {
  jq -cn --arg type "$1" --arg digest "${2% *}" --argjson size "${2#* }" '{mediaType: $type, digest: $digest, size: $size}'
}

umask 022
diff_ids=() layers=()
layer 1 base
layer 2 table
layer 3 settings

jq -cn --arg created "$date" '{created: $created, architecture: "amd64", os: "linux",
  config: {Cmd: ["/usr/bin/tide"]}, rootfs: {type: "layers", diff_ids: $ARGS.positional}}' \
  --args "${diff_ids[@]}" >"$work/config"
config=$(described application/vnd.oci.image.config.v1+json "$(blob "$work/config")")
for each in "${layers[@]}"; do described application/vnd.oci.image.layer.v1.tar+gzip "$each"; done |
  jq -cs --argjson config "$config" '{schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: $config, layers: .}' >"$work/manifest"
manifest=$(described application/vnd.oci.image.manifest.v1+json "$(blob "$work/manifest")")
jq -cn --argjson manifest "$manifest" '{schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json",
  manifests: [$manifest + {annotations: {"org.opencontainers.image.ref.name": "v1"}}]}' >"$layout/index.json"
printf '{"imageLayoutVersion":"1.0.0"}' >"$layout/oci-layout"

mkdir -p "$(dirname "$out")"
rm -f "$out"
(cd "$layout" && jar --create --no-manifest --no-compress --date="$date" --file "$out" oci-layout index.json blobs)
echo "$out: $(stat -c %s "$out") bytes"
