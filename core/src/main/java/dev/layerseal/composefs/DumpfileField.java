package dev.layerseal.composefs;

/** The fields of a dumpfile line, in order; after them come xattrs. */
enum DumpfileField {
  PATH,
  SIZE,
  MODE,
  NLINK,
  UID,
  GID,
  RDEV,
  MTIME,
  PAYLOAD,
  CONTENT,
  DIGEST,
  XATTR
}
