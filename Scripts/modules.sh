#!/bin/sh
# Prints what a compiler must be told to read the modules that the release build made, and the C modules below them.
set -eu
cd "$(dirname "$0")/.."
release=$(swift build -c release --show-bin-path)
flags="-I $release/Modules"
for map in "$release"/*.build/module.modulemap Sources/*/module.modulemap \
  .build/checkouts/*/Sources/*/module.modulemap .build/checkouts/*/Sources/*/include/module.modulemap; do
  [ -e "$map" ] && flags="$flags -Xcc -fmodule-map-file=$map"
done
for flag in $(pkg-config --cflags-only-I sqlite3 icu-uc); do flags="$flags -Xcc $flag"; done
echo "$flags"
