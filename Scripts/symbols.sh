#!/bin/sh
# Writes the graphs of public symbols of the modules that the release build made: DIR/MODULE/*.symbols.json.
#
#   Scripts/symbols.sh DIR
set -eu
cd "$(dirname "$0")/.."
out=$1
flags=$(Scripts/modules.sh)
target=$(swift -print-target-info | sed -n 's/.*"triple": "\(.*\)",/\1/p' | head -n 1)
for module in BertStorage BertText BertCheckpoint BertData BertHub BertEncoder BertBaselines BertFeatures BertInference \
  BertTuning BertExport BertServer BertFT; do
  mkdir -p "$out/$module"
  # Words are split on purpose: each is one flag.
  # shellcheck disable=SC2086
  swift symbolgraph-extract -module-name "$module" $flags -target "$target" \
    -minimum-access-level public -skip-inherited-docs -skip-synthesized-members -output-dir "$out/$module"
done
