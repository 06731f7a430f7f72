#!/bin/sh
# Makes what people install, in dist: a tar.gz of a stripped program with the Swift runtime in it, its completions and
# manual pages, and on Debian and Ubuntu a package of the same. Its size and what it still loads are printed at the end.
#
#   Scripts/dist/dist.sh [OPTION OF swift build…]
set -eu
cd "$(dirname "$0")/../.."
python=${BERTFT_PYTHON:-python3}
scratch=.build-dist
out=dist

# Beside Foundation's ICU the system's is not needed.
BERTFT_FOUNDATION_ICU=$(swift -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')_static
[ ! -d "$BERTFT_FOUNDATION_ICU/_foundation_unicode" ] || export BERTFT_FOUNDATION_ICU
swift build -c release --product bertft --static-swift-stdlib --scratch-path "$scratch" \
  -Xswiftc "-ld-path=$(Scripts/dist/libraries.sh "$PWD/$scratch/archives")" \
  -Xlinker -s -Xlinker -rpath -Xlinker '$ORIGIN/../lib/bertft' "$@"
program=$(swift build -c release --scratch-path "$scratch" --show-bin-path)/bertft
version=$("$program" --version | cut -d ' ' -f 1)
name=bertft-$version-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)
# The same program is packed into the same bytes.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2> /dev/null || date +%s)}
export SOURCE_DATE_EPOCH
stage=$scratch/stage
rm -rf "$stage" "$out"
mkdir -p "$out"

# The tree below a prefix, the same in both packages but for the folders that Debian has for completions of zsh and fish.
fill() { # prefix, folder of zsh, folder of fish
  install -d "$1/bin" "$1/share/bash-completion/completions" "$1/$2" "$1/$3" "$1/share/man/man1" "$1/share/doc/bertft"
  install -m 755 "$program" "$1/bin/bertft"
  "$program" --generate-completion-script bash > "$1/share/bash-completion/completions/bertft"
  "$program" --generate-completion-script zsh > "$1/$2/_bertft"
  "$program" --generate-completion-script fish > "$1/$3/bertft.fish"
  "$python" Scripts/dist/manual.py "$program" "$1/share/man/man1"
  gzip -9n "$1"/share/man/man1/*.1
  install -m 644 LICENSE NOTICE README.md "$1/share/doc/bertft/"
  gzip -9n < CHANGELOG.md > "$1/share/doc/bertft/changelog.gz"
  Scripts/dist/licences.sh "$scratch" "$1/share/doc/bertft/licences"
}

fill "$stage/$name" share/zsh/site-functions share/fish/vendor_completions.d
# SentencePiece is the one library that many systems have neither as an archive nor installed.
sentencepiece=$(ldd "$program" | awk '$1 ~ /^libsentencepiece/ { print $3 }')
[ -z "$sentencepiece" ] || install -D -m 644 -t "$stage/$name/lib/bertft" "$sentencepiece"
tar --create --use-compress-program='gzip -9n' --file "$out/$name.tar.gz" --directory "$stage" --sort=name --owner=0 \
  --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" "$name"

if command -v dpkg-shlibdeps > /dev/null 2>&1; then
  root=$stage/debian-root
  fill "$root/usr" share/zsh/vendor-completions share/fish/vendor_completions.d
  mv "$root/usr/share/doc/bertft/LICENSE" "$root/usr/share/doc/bertft/copyright"
  # dpkg-shlibdeps wants a source package around it.
  install -d "$stage/source/debian"
  printf 'Source: bertft\n\nPackage: bertft\nArchitecture: any\n' > "$stage/source/debian/control"
  depends=$(cd "$stage/source" && dpkg-shlibdeps -O "$OLDPWD/$root/usr/bin/bertft")
  architecture=$(dpkg --print-architecture)
  install -d "$root/DEBIAN"
  cat > "$root/DEBIAN/control" <<END
Package: bertft
Version: $version
Architecture: $architecture
Maintainer: the bertft authors <bertft@localhost>
Installed-Size: $(du -k -s "$root/usr" | cut -f 1)
Depends: ${depends#shlibs:Depends=}
Recommends: libcurl4 | libcurl4t64, ca-certificates
Suggests: libpq5
Section: science
Priority: optional
Description: fine-tunes BERT encoders on labelled text
 Classifiers, taggers and sentence vectors from labelled text, in one native
 program, with a command line and an HTTP service.
END
  dpkg-deb --root-owner-group --build "$root" "$out/bertft_${version}_$architecture.deb" > /dev/null
fi
rm -rf "$stage"

ls -l "$program" "$out"/* | awk '{ printf "%6.1f MB  %s\n", $5 / 1e6, $NF }'
ldd "$program"
