#!/bin/sh
# Makes vectors/erofs-writer: one small layer and one small folder, and what mkfs.erofs 1.8.6 and 1.9.4 make of them with various
# options; layers that both refuse. Needs root (owners, devices, trusted xattrs), GNU tar, setfattr, and the peers.
set -eu
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
out=$top/src/main/resources/vectors/erofs-writer
bin=${LAYERSEAL_PEERS:-$HOME/.cache/layerseal-peers}/bin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022
rm -rf "$out"
mkdir -p "$out"

archive() { # FOLDER FILE OPTION...
  from=$1 to=$2
  shift 2
  tar --format=pax --sort=name --numeric-owner --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime \
    "$@" -C "$from" -cf "$to" .
}

layer() {
  mkdir -p "$work/t/dir/sub" "$work/t/opaque" "$work/t/many"
  seq 1 800 > "$work/t/dir/text"
  printf 'short' > "$work/t/dir/short"
  : > "$work/t/dir/empty"
  head -c 4096 /dev/zero > "$work/t/dir/sub/block"
  ln "$work/t/dir/short" "$work/t/dir/sub/twice"
  ln -s ../dir/text "$work/t/dir/link"
  ln -s "$(printf 'l%.0s' $(seq 600))" "$work/t/dir/long-link"
  mknod "$work/t/dir/null" c 1 3
  mkfifo "$work/t/dir/pipe"
  : > "$work/t/opaque/.wh..wh..opq"
  : > "$work/t/dir/.wh.gone"
  for i in 1 2 3 4 5 6 7 8 9; do printf %s $i > "$work/t/many/file-$i"; done
  setfattr -n user.note -v value "$work/t/dir/text"
  setfattr -n user.also -v another "$work/t/dir/text"
  setfattr -n security.label -v s "$work/t/many"
  chown 1000:70000 "$work/t/dir/short"
  chmod 4755 "$work/t/dir/empty"
  find "$work/t" -exec touch -h -d @1700000000 {} +
  touch -d @1650000000.5 "$work/t/dir/text"
  touch -d @0 "$work/t/many/file-1"
  archive "$work/t" "$out/layer.tar" --xattrs --xattrs-include='*'
}

# What any user can unpack: xattrs of users alone.
folder() {
  mkdir -p "$work/f/dir" "$work/f/lost+found"
  seq 1 1500 > "$work/f/dir/text"
  printf 'a small file' > "$work/f/small"
  : > "$work/f/empty"
  ln "$work/f/small" "$work/f/dir/same"
  ln -s small "$work/f/link"
  mkfifo "$work/f/pipe"
  for i in 1 2 3; do
    printf '%s\n' $i > "$work/f/dir/shared-$i"
    setfattr -n user.shared -v 'one value of three' "$work/f/dir/shared-$i"
    printf '%s\n' $i > "$work/f/lost+found/$i"
    setfattr -n user.lost -v 'counted by 1.9 alone' "$work/f/lost+found/$i"
  done
  setfattr -n user.own -v 'of one file' "$work/f/small"
  chmod 640 "$work/f/dir/shared-1"
  find "$work/f" -exec touch -h -d @1700000000 {} +
  archive "$work/f" "$out/folder.tar" --owner=0 --group=0 --xattrs --xattrs-include='user.*'
}

vector() { # NAME expect layer comment
  printf '{\n  "expect": "%s",\n  "layer": "%s",\n  "flags": [],\n  "comment": "%s"\n}\n' "$2" "$3" "$4" > "$out/$1/vector.json"
}

image() { # NAME INPUT OPTION...
  name=$1 input=$2
  shift 2
  for version in 1.8 1.9; do
    mkdir -p "$out/${name}_$version"
    echo "$*" > "$out/${name}_$version/arguments"
    "$bin/mkfs.erofs-$version" --quiet -U c1b9d5a2-f162-11cf-9ece-0020afc76f16 "$@" "$out/${name}_$version/image.erofs" "$input"
    vector "${name}_$version" ok - "${input##*/} by mkfs.erofs $version: $*"
  done
}

refused() { # NAME, with layer.tar there; COMMENT
  for version in 1.8 1.9; do
    ! "$bin/mkfs.erofs-$version" --quiet --aufs --tar=i -T0 --mkfs-time "$work/refused" "$out/$1/layer.tar" > /dev/null 2>&1
  done
  vector "$1" unsupported tar "$2"
}

layer
folder
mv "$work/f" "$work/folder.tar" # so that comments name the archive
tar=$out/layer.tar
image index "$tar" --tar=i --aufs -T0 --mkfs-time
image full "$tar" --tar=f --aufs -Enoinline_data -b4096 -T0 --mkfs-time
image full-unsorted "$tar" --tar=f --aufs -Enoinline_data -b4096 -T0 --mkfs-time --sort=none
image full-inline "$tar" --tar=f --aufs -b4096 -T0 --mkfs-time
image full-512 "$tar" --tar=f --aufs -b512 -T0 --mkfs-time
image full-1024-plain "$tar" --tar=f --aufs -Enoinline_data -b1024 -T0 --mkfs-time
image full-all-root "$tar" --tar=f --aufs -b1024 -T0 --mkfs-time --all-root
image full-one-time "$tar" --tar=f --aufs -b512 -T1700000000
image full-image-time "$tar" --tar=f --aufs -b512 -T1700000000 --mkfs-time --sort=none
image full-ignore-mtime "$tar" --tar=f --aufs -b512 -T0 --mkfs-time --ignore-mtime
image folder "$work/folder.tar" -T0 --all-root
image folder-512-plain "$work/folder.tar" -Enoinline_data -b512 -T1700000000 --mkfs-time --all-root

mkdir -p "$out/refused-opaque-root" "$out/refused-link-to-nothing"
mkdir "$work/o"
: > "$work/o/.wh..wh..opq"
touch -d @1700000000 "$work/o" "$work/o/.wh..wh..opq"
archive "$work/o" "$out/refused-opaque-root/layer.tar" --owner=0 --group=0
refused refused-opaque-root 'the mark of an opaque directory for the root'
mkdir "$work/l"
printf x > "$work/l/a"
ln "$work/l/a" "$work/l/b"
touch -d @1700000000 "$work/l" "$work/l/a"
archive "$work/l" "$work/l.tar" --owner=0 --group=0
tar --delete -f "$work/l.tar" ./a
cp "$work/l.tar" "$out/refused-link-to-nothing/layer.tar"
refused refused-link-to-nothing 'a hard link to a file that is not in the archive'

{
  echo '# What mkfs.erofs writes'
  echo
  echo "Made by \`testdata/generate/erofs-writer.sh\` on $(date -u +%Y-%m-%d) with mkfs.erofs 1.8.6 and 1.9.4, own making, Apache-2.0."
  echo 'The command of an image is `mkfs.erofs-VERSION --quiet -U c1b9d5a2-f162-11cf-9ece-0020afc76f16 ARGUMENTS image.erofs INPUT`, with'
  echo 'the arguments in the file of that name; the input is `layer.tar`, for names that start with `folder` what `folder.tar` unpacks to.'
  echo
  echo '```'
  (cd "$out" && find . -type f ! -name PROVENANCE.md | LC_ALL=C sort | sed 's|^\./||' | xargs sha256sum)
  echo '```'
} > "$out/PROVENANCE.md"
