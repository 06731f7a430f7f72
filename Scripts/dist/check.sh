#!/bin/sh
# Installs what `make dist` made in bare Debian roots without Swift and runs it there. As root, on Debian or Ubuntu.
#
#   Scripts/dist/check.sh [SUITE]
set -eu
cd "$(dirname "$0")/../.."
packages=.build-dist/packages
suite=${1:-$(. /etc/os-release && echo "$VERSION_CODENAME")}
if [ "$(id -u)" != 0 ] || ! command -v debootstrap > /dev/null 2>&1; then
  echo 'dist-check: needs root and debootstrap' >&2
  exit 69
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "== a bare root of $suite"
debootstrap --variant=minbase "$suite" "$work/bare" > "$work/log" 2>&1 || { tail -n 5 "$work/log" >&2; exit 69; }
cp -a "$work/bare" "$work/packaged"

inside() { # root, command
  root=$1
  shift
  chroot "$root" env -i PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin HOME=/root LANG=C.UTF-8 "$@"
}

fail() {
  echo "dist-check: $*" >&2
  exit 1
}

# What a person does first, without a model: words alone, then an answer, then the service.
try() { # root
  if inside "$1" sh -c 'command -v swift; ls /usr/lib/swift /opt/swift' > /dev/null 2>&1; then fail 'Swift is there'; fi
  inside "$1" bertft --version
  {
    echo text,label
    for i in 1 2 3 4 5 6 7 8; do
      echo "a lovely screen $i,pos"
      echo "a broken screen $i,neg"
    done
  } > "$1/root/rows.csv"
  inside "$1" bertft train /root/rows.csv --method tfidf --out /root/bundle --quiet --offline > /dev/null
  inside "$1" bertft predict /root/bundle --text 'a lovely day' | grep '"label":"pos"' || fail 'a wrong answer'
  inside "$1" bertft info > /dev/null
  status=0
  inside "$1" bertft models pull nobody/nothing 2> "$work/errors" || status=$?
  [ "$status" = 69 ] || fail "a download ended with $status: $(cat "$work/errors")"
  grep libcurl "$work/errors" || true
}

echo '== the archive'
tar --extract --gzip --file "$packages"/bertft-*.tar.gz --directory "$work/bare/usr/local" --strip-components=1
try "$work/bare"
[ -s "$work/bare/usr/local/share/man/man1/bertft-train.1.gz" ] || fail 'no manual page'
inside "$work/bare" ldd /usr/local/bin/bertft

echo '== the Debian package'
cp "$packages"/bertft_*.deb "$work/packaged/root/bertft.deb"
inside "$work/packaged" sh -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends /root/bertft.deb' \
  > "$work/log" 2>&1 || { tail -n 5 "$work/log" >&2; exit 1; }
try "$work/packaged"
inside "$work/packaged" bash -n /usr/share/bash-completion/completions/bertft
inside "$work/packaged" dpkg -s bertft | grep -E '^(Version|Installed-Size|Depends)'
inside "$work/packaged" apt-get remove -y -qq bertft > /dev/null 2>&1
[ ! -e "$work/packaged/usr/bin/bertft" ] || fail 'it is still there after its removal'
echo 'dist-check: both run without Swift'
