#!/bin/sh
# Runs the examples of the pages about tasks, methods and encoders unchanged, one page after another, in a temporary
# directory.
set -eu
cd "$(dirname "$0")/.."
pages=$PWD/Documentation
PATH=$(swift build -c release --show-bin-path):$PATH
export PATH
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$pages/Tasks.md" "$pages/FewLabels.md" \
  "$pages/FineTuning.md" "$pages/OtherDomains.md" "$pages/Search.md" "$pages/StaticTables.md" "$pages/Distillation.md" "$pages/Audit.md" "$pages/Choosing.md" \
  "$pages/Models.md" \
  > "$folder/examples.sh"
test -s "$folder/examples.sh"
bertft models pull all-MiniLM-L6-v2 --quiet > /dev/null
cd "$folder"
sh -eux examples.sh
