#!/bin/sh
# pkcs7.sh DIR: makes the vectors of vectors/pkcs7 anew in DIR, with new keys. The stored ones were made by these
# commands with OpenSSL 3.6.5; keys are thrown away, so bytes differ and outcomes do not.
set -eu
mkdir -p "$1"
cd "$1"
printf %s 0dcd29977f675344645e8c907b5a86b490335e7a2657a2ba45d00e7944701eed >roothash.txt
(cat roothash.txt; echo) >roothash-newline.txt
subject="/C=US/ST=WA/O=Layerseal Test"
ca="-addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign"

key() { # NAME KIND
    case $2 in
    rsa*) openssl genpkey -quiet -algorithm RSA -pkeyopt "rsa_keygen_bits:${2#rsa}" -out "$1.key" ;;
    p*) openssl genpkey -quiet -algorithm EC -pkeyopt "ec_paramgen_curve:P-${2#p}" -out "$1.key" ;;
    esac
}
issue() { # NAME KIND ISSUER EXTENSION...
    name=$1 kind=$2 issuer=$3
    shift 3
    key "$name" "$kind"
    openssl req -new -key "$name.key" -subj "$subject/OU=Vectors/CN=$name" -out request
    printf '%s\n' subjectKeyIdentifier=hash authorityKeyIdentifier=keyid "$@" >extensions
    openssl x509 -req -in request -CA "$issuer.crt" -CAkey "$issuer.key" -days 10000 -extfile extensions \
        -out "$name.crt" 2>/dev/null
}
leaf="basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature extendedKeyUsage=codeSigning"
for kind in rsa2048 rsa3072 rsa4096 p256 p384 p521; do
    key "root-$kind" $kind
    # shellcheck disable=SC2086
    openssl req -new -x509 -key "root-$kind.key" -subj "$subject/CN=Layerseal Root $kind" -days 10000 $ca -out "root-$kind.crt"
    # shellcheck disable=SC2086
    issue "leaf-$kind" $kind "root-$kind" $leaf
done
issue int rsa2048 root-rsa2048 basicConstraints=critical,CA:TRUE,pathlen:0 keyUsage=critical,keyCertSign
# shellcheck disable=SC2086
issue leaf-chain3 rsa2048 int $leaf
rm -f request extensions

sign() { # NAME FORM KEY DIGEST OPTION...
    name=$1 form=$2 key=$3 digest=$4
    shift 4
    openssl "$form" -sign -binary -md "$digest" -in "${content:-roothash.txt}" -inkey "leaf-$key.key" \
        -signer "leaf-$key.crt" -outform der -out "$name.p7s" "$@"
}
for kind in rsa2048 rsa3072 rsa4096; do
    for digest in sha256 sha384 sha512; do sign $kind-$digest smime $kind $digest -noattr; done
done
for kind in p256 p384 p521; do sign $kind-sha256 smime $kind sha256 -noattr; done
sign p384-sha384 smime p384 sha384 -noattr
sign certificates-left-out smime rsa2048 sha256 -noattr -nocerts
sign chain-with-intermediate smime chain3 sha256 -noattr -certfile int.crt
sign digest-without-null cms rsa2048 sha256 -noattr
sign signer-by-key-identifier cms rsa2048 sha256 -noattr -keyid
sign signed-attributes cms rsa2048 sha256 -nosmimecap
sign smime-capabilities smime rsa2048 sha256
sign rsassa-pss cms rsa2048 sha256 -noattr -keyopt rsa_padding_mode:pss
sign content-embedded smime rsa2048 sha256 -noattr -nodetach
content=roothash-newline.txt sign signed-with-newline smime rsa2048 sha256 -noattr
