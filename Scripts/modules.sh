#!/bin/sh
# Prints the compiler flags to import the modules of the release build and the C modules that they depend on.
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
