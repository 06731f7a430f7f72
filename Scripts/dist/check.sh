#!/bin/sh
# Installs what `make dist` made in bare Debian roots without Swift and runs it there: the archive under /opt with a link
# in PATH, and the package with what apt gives it. As root, on Debian or Ubuntu.
#
#   Scripts/dist/check.sh [SUITE]       (default: the suite of this system)
#
# The bare root is kept in .build-dist/roots, so that only the first check downloads it.
set -eu
cd "$(dirname "$0")/../.."
python=${BERTFT_PYTHON:-python3}
suite=${1:-$(. /etc/os-release && echo "$VERSION_CODENAME")}
if [ "$(id -u)" != 0 ] || ! command -v debootstrap > /dev/null 2>&1; then
  echo 'dist-check: needs root and debootstrap' >&2
  exit 69
fi
work=$(mktemp -d)
hub=''
trap 'test -z "$hub" || kill "$hub" 2> /dev/null || true; rm -rf "$work"' EXIT

fail() {
  echo "dist-check: $*" >&2
  exit 1
}

# A program in a root, with nothing of this system's environment. The mounts are seen by it alone and end with it.
enter='mount --bind /proc "$0/proc" && mount --bind /dev "$0/dev" && exec chroot "$0" env -i HOME=/root LANG=C.UTF-8 \
  PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin "$@"'

inside() { # root, command
  unshare --mount sh -c "$enter" "$@"
}

bare=.build-dist/roots/$suite
if [ ! -d "$bare" ]; then
  echo "== a bare root of $suite"
  rm -rf "$bare.partial"
  debootstrap --variant=minbase "$suite" "$bare.partial" > "$work/log" 2>&1 || { tail -n 5 "$work/log" >&2; exit 69; }
  mv "$bare.partial" "$bare"
fi
cp -a "$bare" "$work/unpacked"
cp -a "$bare" "$work/packaged"

# A model, and a Hub that serves it.
mkdir -p .build-dist/unpacked
tar --extract --gzip --file dist/bertft-*.tar.gz --directory .build-dist/unpacked --strip-components=1
model=$(.build-dist/unpacked/bin/bertft models pull all-MiniLM-L6-v2 --quiet)
rm -rf .build-dist/unpacked
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test \
  -addext subjectAltName=IP:127.0.0.1 -keyout "$work/key.pem" -out "$work/certificate.pem" 2> /dev/null
"$python" Scripts/dist/hub.py "$model" "$work/certificate.pem" "$work/key.pem" > "$work/port" &
hub=$!
for _ in $(seq 100); do
  [ ! -s "$work/port" ] || break
  sleep 0.1
done

pull() { # root: fetches the model from that Hub
  cp "$work/certificate.pem" "$1/root/"
  inside "$1" env "HF_ENDPOINT=https://127.0.0.1:$(cat "$work/port")" SSL_CERT_FILE=/root/certificate.pem \
    bertft models pull all-MiniLM-L6-v2 --quiet
}

# What a person does: words alone, then the encoder, then vectors and the service.
try() { # root, which has the model in its cache
  if inside "$1" sh -c 'command -v swift || find / -xdev -name "libswift*" | grep .'; then fail 'Swift is there'; fi
  inside "$1" bertft --version
  inside "$1" bertft info > /dev/null
  inside "$1" bertft models list | head -n 2
  # libsentencepiece is the one library that is another on each system; the ids between <s> and </s>
  # are those of its Python package.
  mkdir -p "$1/root/pieces"
  cp Tests/BertTextTests/Golden/sentencepiece-unigram.model "$1/root/pieces/spiece.model"
  inside "$1" bertft tokenize --model /root/pieces --text 'A lovely screen.' --offline > "$work/output"
  grep -F '"ids":[1,6,0,271,48,309,4,2]' "$work/output" || fail "other tokens: $(cat "$work/output")"
  {
    echo text,label
    for i in 1 2 3 4 5 6 7 8 9 10; do
      echo "a lovely screen $i,pos"
      echo "a broken screen $i,neg"
    done
  } > "$1/root/rows.csv"
  for method in tfidf features; do
    inside "$1" bertft train /root/rows.csv --method $method --out /root/$method --quiet --offline > "$work/output" ||
      { cat "$work/output"; fail "train --method $method"; }
    inside "$1" bertft predict /root/$method --text 'a lovely day' > "$work/output"
    cat "$work/output"
    grep -q '"label":"pos"' "$work/output" || fail 'a wrong answer'
  done
  inside "$1" bertft embed /root/rows.csv --out /root/rows.npy --offline --quiet
  inside "$1" bertft embed /root/rows.csv --out /root/rows.sqlite --offline --quiet
  [ -s "$1/root/rows.npy" ] && [ -s "$1/root/rows.sqlite" ] || fail 'no vectors'
  # Not by the function, so that the process to end is the service itself.
  unshare --mount sh -c "$enter" "$1" bertft serve /root/features --port 0 --quiet > "$work/address" &
  service=$!
  for _ in $(seq 100); do
    [ ! -s "$work/address" ] || break
    sleep 0.1
  done
  "$python" - "$(cat "$work/address")" > "$work/output" << 'PYTHON'
import sys
import urllib.request

request = urllib.request.Request(
    sys.argv[1].strip() + "/v1/classify", b'{"input": "a lovely day"}', {"Content-Type": "application/json"})
print(urllib.request.urlopen(request, timeout=60).read().decode())
PYTHON
  cat "$work/output"
  grep -q '"label":"pos"' "$work/output" || fail 'the service gave a wrong answer'
  kill -TERM "$service"
  wait "$service" || fail 'the service did not end well'
}

has() { # prefix, folder of zsh
  for file in man/man1/bertft.1.gz man/man1/bertft-train.1.gz bash-completion/completions/bertft "$2/_bertft" \
    fish/vendor_completions.d/bertft.fish doc/bertft/NOTICE doc/bertft/licences/swift-LICENSE; do
    [ -s "$1/share/$file" ] || fail "no $file"
  done
  bash -n "$1/share/bash-completion/completions/bertft"
}

echo '== the archive, under /opt with a link in PATH'
tar --extract --gzip --file dist/bertft-*.tar.gz --directory "$work/unpacked/opt"
home=$(cd "$work/unpacked/opt" && echo bertft-*)
inside "$work/unpacked" ln -s "/opt/$home/bin/bertft" /usr/local/bin/bertft
has "$work/unpacked/opt/$home" zsh/site-functions
inside "$work/unpacked" ldd "/opt/$home/bin/bertft"
# Without libcurl it says so; everything else runs.
status=0
pull "$work/unpacked" 2> "$work/errors" || status=$?
[ "$status" = 69 ] && grep libcurl "$work/errors" || fail "without libcurl: $status, $(cat "$work/errors")"
install -d "$work/unpacked/root/.cache/bertft/models"
cp -a "$(dirname "$model")" "$work/unpacked/root/.cache/bertft/models/"
try "$work/unpacked"

echo '== the Debian package'
cp dist/bertft_*.deb "$work/packaged/root/bertft.deb"
inside "$work/packaged" sh -c 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y /root/bertft.deb' \
  > "$work/log" 2>&1 || { tail -n 5 "$work/log" >&2; exit 1; }
grep -A 3 'NEW packages' "$work/log"
inside "$work/packaged" dpkg -s bertft | grep -E '^(Version|Installed-Size|Depends|Recommends)'
has "$work/packaged/usr" zsh/vendor-completions
pull "$work/packaged"
try "$work/packaged"
inside "$work/packaged" apt-get remove -y bertft > "$work/log" 2>&1 || { tail -n 5 "$work/log" >&2; exit 1; }
[ ! -e "$work/packaged/usr/bin/bertft" ] || fail 'it is still there after its removal'
echo 'dist-check: both run without Swift'
