#!/bin/sh
# Makes the documentation of the library with DocC: one site of all public modules.
#
#   Scripts/docs.sh [DIR]        (default: .build/documentation)
#
# Every warning is an error, and so are a public symbol without a comment, a snippet that does not compile and an
# interface that Documentation/Interface.txt does not list. Only what the toolchain has is used: the symbols come out of
# the modules that the release build made, so nothing is built or fetched for it.
set -eu
cd "$(dirname "$0")/.."
out=${1:-.build/documentation}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

Scripts/snippets.sh
Scripts/symbols.sh "$work/graphs"
python3 Scripts/interface.py "$work/graphs"

archives=''
for graphs in "$work"/graphs/*; do
  module=$(basename "$graphs")
  python3 Scripts/undocumented.py "$graphs"
  docc convert --additional-symbol-graph-dir "$graphs" --fallback-display-name "$module" \
    --fallback-bundle-identifier "bertft.$module" --output-path "$work/$module.doccarchive" --warnings-as-errors
  archives="$archives $work/$module.doccarchive"
done
rm -rf "$out"
mkdir -p "$(dirname "$out")"
# shellcheck disable=SC2086
docc merge $archives --output-path "$out" --synthesized-landing-page-name bertft
echo "$out"
