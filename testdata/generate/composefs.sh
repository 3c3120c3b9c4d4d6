#!/bin/sh
# Makes vectors/composefs: dumpfiles, and what mkcomposefs of the peers makes of them: the fs-verity digest of the image for
# composefs_version 0 and 1, and composefs-info's dump of it. Version 2 and sha512, which that tool does not know, are what
# layerseal gave when the digests that composefs-rs pins were reproduced; they only guard against change.
set -eu
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
out=$top/src/main/resources/vectors/composefs
bin=${LAYERSEAL_PEERS:-$HOME/.cache/layerseal-peers}/bin
rm -rf "$out"
digest=$(printf 'ab%.0s' $(seq 32))
object=$(echo "$digest" | sed 's,..,&/,')

json() { # EXPECT COMMENT
  if [ "$1" = ok ]; then layer=-; else layer=composefs; fi
  printf '{\n  "expect": "%s",\n  "layer": "%s",\n  "flags": [%s],\n  "comment": "%s"\n}\n' "$1" "$layer" "${flags:-}" "$2" > vector.json
}

accepted() { # NAME COMMENT: the dumpfile comes on standard input
  mkdir -p "$out/$1"
  cd "$out/$1"
  cat > input.dump
  json ok "$2"
  for version in 0 1; do
    "$bin/mkcomposefs" --from-file --min-version=$version --print-digest input.dump image > v$version.sha256
    "$bin/composefs-info" dump image > v$version.dump
    rm image
  done
  for hash in sha256 sha512; do
    "$top/../layerseal" composefs digest --composefs-version 2 --hash $hash input.dump > v2.$hash
  done
  cmp -s v0.dump v1.dump && rm v1.dump || :
}

refused() { # NAME COMMENT
  mkdir -p "$out/$1"
  cd "$out/$1"
  cat > input.dump
  json malformed "$2"
  case ${flags:-} in
  *peer-accepts*) "$bin/mkcomposefs" --from-file --print-digest-only input.dump > /dev/null 2>&1 ;;
  *) ! "$bin/mkcomposefs" --from-file --print-digest-only input.dump > /dev/null 2>&1 ;;
  esac
}

accepted every-type "one file of each type, and every escape" << END
/ 0 40755 3 0 0 0 1700000000.0 - - -
/block 0 60660 1 0 6 2049 1700000000.0 - - -
/character 0 20666 1 0 0 1283 1700000000.0 - - -
/directory 0 41777 2 1000 100000 0 1700000000.0 - - -
/directory/external 70000 100644 1 0 0 0 1700000000.5 $object - $digest
/directory/inline 9 104755 1 0 0 0 1700000000.0 - \\x2d\\x00\\\\\\n\\r\\ta\\x20\\xff -
/directory/without-digest 5000 100644 1 0 0 0 1700000000.0 some/path - -
/empty 0 100644 1 0 0 0 1700000000.0 - - -
/fifo 0 10644 1 0 0 0 1700000000.0 - - -
/socket 0 140644 1 0 0 0 1700000000.0 - - -
/symlink 9 120777 1 0 0 0 1700000000.0 directory - -
END
accepted hard-links "three names of one file, none in the directory of another" << END
/ 0 40755 4 0 0 0 1.0 - - -
/a 0 40755 2 0 0 0 1.0 - - -
/a/first 70000 100644 3 0 0 0 1.0 $object - $digest user.note=x
/b 0 40755 2 0 0 0 1.0 - - -
/b/second 0 @100644 - - - - 0.0 /a/first - -
/third 0 @100644 - - - - 0.0 /a/first - -
END
accepted whiteouts "a whiteout in a directory, and a name that hides the object store" << END
/ 0 40755 3 0 0 0 5.0 - - -
/ab 3 100644 1 0 0 0 5.0 - abc -
/d 0 40755 2 0 0 0 5.0 - - - trusted.overlay.opaque=y
/d/gone 0 20000 1 0 0 0 6.0 - - -
END
accepted shared-xattrs "xattrs that several inodes have, of every prefix" << END
/ 0 40755 2 0 0 0 5.0 - - - security.selinux=label\\x00
/a 0 100644 1 0 0 0 5.0 - - - security.selinux=label\\x00 user.a=1 user.b=2 trusted.c=3 plain=4 lustre.d=5
/b 0 100644 1 0 0 0 5.0 - - - security.selinux=other\\x00 user.a=1 user.b=22 trusted.c=3 plain=4 lustre.d=5
/c 0 100644 1 0 0 0 5.0 - - - system.posix_acl_access=\\x02\\x00 user.a=1 user.b=2
END

refused inline-too-long "content in the image has at most 5000 bytes" << END
/ 0 40755 2 0 0 0 0.0 - - -
/a 5001 100644 1 0 0 0 0.0 - $(printf 'a%.0s' $(seq 5001)) -
END
refused size-of-content "SIZE is not the length of CONTENT" << END
/ 0 40755 2 0 0 0 0.0 - - -
/a 4 100644 1 0 0 0 0.0 - abc -
END
refused name-of-dots "the name .." << END
/ 0 40755 2 0 0 0 0.0 - - -
/.. 0 100644 1 0 0 0 0.0 - - -
END
refused parent-missing "the directory of a path is not there" << END
/ 0 40755 2 0 0 0 0.0 - - -
/a/b 0 100644 1 0 0 0 0.0 - - -
END
refused hard-link-to-itself "a hard link to its own name" << END
/ 0 40755 2 0 0 0 0.0 - - -
/a 0 @100644 - - - - 0.0 /a - -
END
refused symlink-without-target "a symlink with an empty target" << END
/ 0 40755 2 0 0 0 0.0 - - -
/a 0 120777 1 0 0 0 0.0 - - -
END
flags='"peer-accepts"'
refused hard-link-to-directory "a hard link to a directory, which mkcomposefs takes" << END
/ 0 40755 2 0 0 0 0.0 - - -
/a 0 40755 2 0 0 0 0.0 - - -
/b 0 @100644 - - - - 0.0 /a - -
END
refused zero-byte-in-path "a zero byte in a path, at which mkcomposefs cuts it" << END
/ 0 40755 2 0 0 0 0.0 - - -
/a\\x00b 0 100644 1 0 0 0 0.0 - - -
END
refused digest-cut "a digest of 31 bytes" << END
/ 0 40755 2 0 0 0 0.0 - - -
/a 100 100644 1 0 0 0 0.0 some/path - $(echo "$digest" | cut -c3-)
END

cd "$out"
{
  printf '# Dumpfiles and the digests of their images\n\n'
  printf 'Made by `testdata/generate/composefs.sh` on %s with mkcomposefs and composefs-info 1.0.8 (`v0.*`, `v1.*`); `v2.*` by\n' "$(date -u +%F)"
  printf 'layerseal itself. Own making, Apache-2.0. The exact commands are in that script.\n\n```\n'
  find . -type f ! -name PROVENANCE.md -printf '%P\n' | LC_ALL=C sort | xargs sha256sum
  printf '```\n'
} > PROVENANCE.md
