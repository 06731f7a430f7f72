#!/bin/sh
# Builds the packages in Examples and runs each, as their readers would: they depend on a version of this package, in a
# clone of the last commit. They are therefore built with the flags, products and public declarations that other
# packages see.
#
# All share one build directory, .build-examples, which is kept for the next time.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
build=$root/.build-examples
bertft=$(swift build -c release --show-bin-path)/bertft
folder=$(mktemp -d)
server=''
trap 'test -z "$server" || kill "$server" 2> /dev/null || true; rm -rf "$folder"' EXIT

fail() {
  echo "examples: $*" >&2
  exit 1
}

# Another version each time, because SwiftPM refuses a known version with other contents.
version=0.1.$(date +%s)
mkdir -p "$build"
rm -rf "$build/clone"
git clone --quiet --no-tags "$root" "$build/clone/bertft"
git -C "$build/clone/bertft" tag "$version"
cp -R Examples "$folder/Examples"
for manifest in "$folder"/Examples/*/Package.swift; do
  sed "s|\.package(name: \"bertft\", path: \"../..\")|.package(url: \"file://$build/clone/bertft\", exact: \"$version\")|" \
    "$manifest" > "$folder/manifest"
  grep -q "$version" "$folder/manifest" || fail "$manifest does not depend on bertft"
  mv "$folder/manifest" "$manifest"
done

compile() { # name of the example; sets $program to its program
  echo "examples: building $1" >&2
  set -- "$1" -c release --package-path "$folder/Examples/$1" --scratch-path "$build"
  name=$1
  shift
  swift build "$@" > "$folder/log" 2>&1 || {
    tail -n 30 "$folder/log" >&2
    exit 70
  }
  program=$(swift build "$@" --show-bin-path)/$name
}

"$bertft" models pull all-MiniLM-L6-v2 --quiet > /dev/null
reviews=$("$bertft" corpora path amazon-reviews)
"$bertft" train "$reviews" --labels pos,neg,neu --method features --out "$folder/reviews-bertft" --offline --quiet \
  > /dev/null

# The package of Documentation/Library.md, with its manifest and all snippets as its sources.
page=$(grep -o 'https://[^"]*/bertft' Documentation/Library.md)
# shellcheck disable=SC2046
python3 Scripts/snippets.py "$folder/Snippets" $(git grep -l '```swift$' -- '*.md' 'Sources/*.swift')
# The package depends on exactly the version of this run.
sed "s|\"$page\", from: \"[^\"]*\"|\"file://$build/clone/bertft\", exact: \"$version\"|" "$folder/Snippets/Package.swift" \
  > "$folder/manifest"
grep -q "$version" "$folder/manifest" || fail 'the manifest of Documentation/Library.md does not depend on bertft'
mv "$folder/manifest" "$folder/Snippets/Package.swift"
echo 'examples: building the snippets' >&2
swift build -c release --package-path "$folder/Snippets" --scratch-path "$build" --target Reviews > "$folder/log" 2>&1 || {
  tail -n 30 "$folder/log" >&2
  exit 70
}

compile ReviewClassifier
printf 'I love this camera.\nIt broke after a week, a waste of money.\n' |
  "$program" "$folder/reviews-bertft" > "$folder/labels"
cat "$folder/labels"
[ "$(cut -d ' ' -f 1 < "$folder/labels" | tr '\n' ' ')" = 'pos neg ' ] || fail 'ReviewClassifier gave other labels'

compile SemanticSearch
"$program" "$folder/Examples/SemanticSearch/Notes" 'heating at home does not work' > "$folder/found"
cat "$folder/found"
head -n 1 "$folder/found" | grep -q 'boiler' || fail 'SemanticSearch found something else'

compile TextService
"$program" "$folder/reviews-bertft" 0 > "$folder/address" 2> "$folder/service.log" &
server=$!
for _ in $(seq 600); do
  [ -s "$folder/address" ] && break
  kill -0 "$server" 2> /dev/null || break
  sleep 0.1
done
address=$(cat "$folder/address")
[ -n "$address" ] || { cat "$folder/service.log" >&2; fail 'TextService did not start'; }
python3 - "$address" > "$folder/answer" << 'PYTHON'
import sys
import urllib.request

request = urllib.request.Request(
    sys.argv[1] + "/v1/classify", b'{"input": "I love this camera."}', {"Content-Type": "application/json"})
print(urllib.request.urlopen(request, timeout=60).read().decode())
PYTHON
cat "$folder/answer"
grep -q '"label":"pos"' "$folder/answer" || fail 'TextService gave another label'
kill -TERM "$server"
wait "$server" || fail 'TextService did not end well'
server=''
echo 'examples: all were built by version and ran'
