#!/bin/sh
# Makes the documentation of the library with DocC: one site of all public modules.
#
#   Scripts/docs.sh [DIR]        (default: .build/documentation)
#
# Every warning is an error, and so are a public symbol without a comment and a snippet that does not compile. The
# script uses only the toolchain: the symbols are taken from the modules of the release build, so nothing is built or
# fetched.
set -eu
cd "$(dirname "$0")/.."
out=${1:-.build/documentation}
modules='BertStorage BertText BertCheckpoint BertData BertHub BertEncoder BertBaselines BertInference BertTuning BertExport BertServer BertFT'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

Scripts/snippets.sh
flags=$(Scripts/modules.sh)
target=$(swift -print-target-info | sed -n 's/.*"triple": "\(.*\)",/\1/p' | head -n 1)

archives=''
for module in $modules; do
  mkdir -p "$work/$module"
  # Words are split on purpose: each is one flag.
  # shellcheck disable=SC2086
  swift symbolgraph-extract -module-name "$module" $flags -target "$target" \
    -minimum-access-level public -skip-inherited-docs -skip-synthesized-members -output-dir "$work/$module"
  python3 Scripts/undocumented.py "$work/$module"
  docc convert --additional-symbol-graph-dir "$work/$module" --fallback-display-name "$module" \
    --fallback-bundle-identifier "bertft.$module" --output-path "$work/$module.doccarchive" --warnings-as-errors
  archives="$archives $work/$module.doccarchive"
done
rm -rf "$out"
mkdir -p "$(dirname "$out")"
# shellcheck disable=SC2086
docc merge $archives --output-path "$out" --synthesized-landing-page-name bertft
echo "$out"
