#!/bin/sh
# Copies the licences of all that a program of `make dist` has in it.
#
#   Scripts/dist/licences.sh SCRATCH FOLDER      (SCRATCH is where it was built)
set -eu
scratch=$1
folder=$2
mkdir -p "$folder"
is_linked() { # checkout: whether a target of it was compiled
  for target in "$1"Sources/*/ "$1"*/; do
    [ ! -d "$scratch/release/$(basename "$target").build" ] || return 0
  done
  return 1
}

# Packages, of which not all that are fetched are compiled.
for checkout in "$scratch"/checkouts/*/; do
  is_linked "$checkout" || continue
  for file in "$checkout"LICENSE* "$checkout"NOTICE*; do
    [ ! -f "$file" ] || install -m 644 "$file" "$folder/$(basename "$checkout")-$(basename "$file" .txt)"
  done
done
# The Swift runtime.
runtime=$(swift -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
install -m 644 "$runtime/../../share/swift/LICENSE.txt" "$folder/swift-LICENSE"
# Libraries of the system, linked in or carried along, as Debian words them.
if command -v dpkg-query > /dev/null 2>&1; then
  for library in "$scratch"/archives/*.a "$(clang -print-file-name=libsentencepiece.so)"; do
    package=$(dpkg-query --search "$(readlink -f "$library")" 2> /dev/null | head -n 1 | cut -d : -f 1)
    [ -z "$package" ] || install -m 644 "/usr/share/doc/$package/copyright" "$folder/${package%-dev}-copyright"
  done
fi
