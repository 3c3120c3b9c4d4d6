#!/bin/bash
# notary.sh DIR: makes keys, configuration and signatures of vectors/notary anew in DIR. The stored ones were made by these
# commands with notation 1.3.2, crane and OpenSSL 3.6; keys are thrown away, so bytes differ and outcomes do not.
# With TSA_URL (and TSA_ROOT, a file) it makes the countersigned ones too; an authority is 'openssl ts -reply' behind HTTP.
set -eu
peers=${LAYERSEAL_PEERS:-$HOME/.cache/layerseal-peers}/bin
vectors=$(cd "$(dirname "$0")/../src/main/resources/vectors/notary" && pwd)
digest=sha256:b0b260303f3131120aaf541379a9abe1cf4c7ca69956dd8a49b502fc24fa2819
mkdir -p "$1"
cd "$1"
out=$PWD
export NOTATION_CONFIG=$out/config NOTATION_CACHE=$out/cache
subject="/C=US/ST=WA/O=Layerseal Test"
ca="-addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign"
leaf="basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature extendedKeyUsage=codeSigning"

key() { # NAME KIND
    case $2 in
    rsa*) openssl genpkey -quiet -algorithm RSA -pkeyopt "rsa_keygen_bits:${2#rsa}" -out "pki/$1.key" ;;
    p*) openssl genpkey -quiet -algorithm EC -pkeyopt "ec_paramgen_curve:P-${2#p}" -out "pki/$1.key" ;;
    esac
}
issue() { # NAME KIND ISSUER EXTENSION...
    local name=$1 kind=$2 issuer=$3
    shift 3
    key "$name" "$kind"
    openssl req -new -key "pki/$name.key" -subj "$subject/OU=Vectors/CN=$name" -out request
    printf '%s\n' subjectKeyIdentifier=hash authorityKeyIdentifier=keyid "$@" >extensions
    openssl x509 -req -in request -CA "pki/$issuer.crt" -CAkey "pki/$issuer.key" -days 10000 -extfile extensions \
        -out "pki/$name.crt" 2>/dev/null
}
entry() { # NAME KEY
    printf '%s{"name":"%s","keyPath":"%s","certPath":"%s"}' "$comma" "$1" "$out/pki/$2.key" "$out/pki/chain-$1.pem"
    comma=,
}

mkdir -p pki config/truststore/x509/ca/vectors config/truststore/x509/ca/selfsigned signatures
comma=
{
    printf '{"keys":['
    for kind in rsa2048 rsa3072 rsa4096 p256 p384 p521; do
        key "root-$kind" $kind
        # shellcheck disable=SC2086
        openssl req -new -x509 -key "pki/root-$kind.key" -subj "$subject/CN=Layerseal Root $kind" -days 10000 $ca \
            -out "pki/root-$kind.crt"
        # shellcheck disable=SC2086
        issue "leaf-$kind" $kind "root-$kind" $leaf
        cat "pki/leaf-$kind.crt" "pki/root-$kind.crt" >"pki/chain-$kind.pem"
        cp "pki/root-$kind.crt" config/truststore/x509/ca/vectors
        entry $kind "leaf-$kind"
    done
    issue int rsa2048 root-rsa2048 basicConstraints=critical,CA:TRUE,pathlen:0 keyUsage=critical,keyCertSign
    # shellcheck disable=SC2086
    issue leaf-chain3 rsa2048 int $leaf
    cat pki/leaf-chain3.crt pki/int.crt pki/root-rsa2048.crt >pki/chain-chain3.pem
    entry chain3 leaf-chain3
    key self rsa2048
    openssl req -new -x509 -key pki/self.key -subj "$subject/CN=self" -days 10000 -addext basicConstraints=critical,CA:FALSE \
        -addext keyUsage=critical,digitalSignature -addext extendedKeyUsage=codeSigning -out pki/self.crt
    cp pki/self.crt pki/chain-self.pem
    cp pki/self.crt config/truststore/x509/ca/selfsigned
    entry self self
    printf ']}'
} >config/signingkeys.json
rm -f request extensions
sed "s/, \"tsa:vectors\"//" "$vectors/config/trustpolicy.json" >config/trustpolicy.json
if [ -n "${TSA_ROOT:-}" ]; then
    mkdir -p config/truststore/x509/tsa/vectors
    cp "$TSA_ROOT" config/truststore/x509/tsa/vectors
    cp "$vectors/config/trustpolicy.json" config/trustpolicy.json
fi

port=$((20000 + RANDOM % 20000))
"$peers/crane" registry serve --address "127.0.0.1:$port" >registry.log 2>&1 &
registry=$!
trap 'kill $registry' EXIT
until curl -fs "http://127.0.0.1:$port/v2/" >/dev/null; do sleep 0.1; done
mkdir -p layout
cp -r "$vectors/image/blobs" layout/
mkdir -p layout/blobs/sha256
cp "$vectors/image/manifest.json" "layout/blobs/sha256/${digest#sha256:}"
printf '{"imageLayoutVersion":"1.0.0"}' >layout/oci-layout
printf '{"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":555}]}' \
    $digest >layout/index.json

fetch() { curl -fsS -H 'Accept: application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json' "$@"; }
vector() { # NAME FORMAT KEY OPTION...
    local name=$1-$2 format=$2 key=$3 repository=127.0.0.1:$port/vec/$1-$2 folder=signatures/$1-$2 signature
    shift 3
    "$peers/crane" push --insecure layout "$repository:v1" >/dev/null 2>&1
    "$peers/notation" sign --insecure-registry --signature-format "$format" --key "$key" \
        -m "io.layerseal.vector=$name" "$@" "$repository@$digest" >/dev/null
    mkdir -p "$folder"
    fetch "http://127.0.0.1:$port/v2/vec/$name/manifests/${digest/:/-}" >"$folder/referrers-tag-index.json"
    signature=$("$peers/jq" -r '.manifests[0].digest' "$folder/referrers-tag-index.json")
    fetch "http://127.0.0.1:$port/v2/vec/$name/manifests/$signature" >"$folder/manifest.json"
    fetch "http://127.0.0.1:$port/v2/vec/$name/blobs/$("$peers/jq" -r '.layers[0].digest' "$folder/manifest.json")" \
        >"$folder/envelope.$format"
    "$peers/notation" verify --insecure-registry "$repository@$digest" >/dev/null
    echo "$name: notation verifies it"
}
for format in jws cose; do
    for key in rsa2048 rsa3072 rsa4096 p256 p384 p521 chain3 self; do
        vector $key $format $key
    done
    vector exp $format rsa2048 -e 1m
    [ -z "${TSA_URL:-}" ] ||
        vector ts $format rsa2048 --timestamp-url "$TSA_URL" --timestamp-root-cert "$TSA_ROOT"
done
