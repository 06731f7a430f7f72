#!/bin/sh
# Compiles every Swift snippet of the pages and of the documentation comments as another package would: with the public
# declarations of the release build's modules. An error names page and line.
set -eu
cd "$(dirname "$0")/.."
flags=$(Scripts/modules.sh)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

check() { # directory for the package, then pages
  python3 Scripts/snippets.py "$@"
  # Words are split on purpose: each is one flag.
  # shellcheck disable=SC2086
  swiftc -typecheck -swift-version 6 -suppress-warnings -module-name Reviews $flags "$1"/Sources/Reviews/*.swift
}

# shellcheck disable=SC2046
check "$work/snippets" $(git grep -l '```swift$' -- '*.md' 'Sources/*.swift')

# A page whose second block is wrong must fail with the place of the error.
wrong=$work/Wrong.md
cat > "$wrong" << 'PAGE'
```swift
import BertFT
let labels = try LabelSet(parsing: "pos,neg")
```

```swift
print(labels.names)
print(labels.name)
```
PAGE
if check "$work/wrong" "$wrong" 2> "$work/errors"; then
  echo 'snippets: a wrong snippet was not found' >&2
  exit 70
fi
grep '^[^ ]*: error:' "$work/errors" | cut -d : -f 1-2 > "$work/places"
[ "$(cat "$work/places")" = "$wrong:8" ] || {
  cat "$work/errors" >&2
  echo 'snippets: the error of a wrong snippet names a wrong place' >&2
  exit 70
}
