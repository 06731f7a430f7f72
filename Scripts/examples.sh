#!/bin/sh
# Builds the packages in Examples and runs each, as their readers would.
#
# All are built into this package's own build directory: what `make build` compiled is not compiled again.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
bertft=$(swift build -c release --show-bin-path)/bertft
folder=$(mktemp -d)
server=''
# shellcheck disable=SC2064
trap 'test -z "$server" || kill "$server" 2> /dev/null || true; rm -rf "$folder"' EXIT

build() { # name of the example; its program lies in $program then
  echo "examples: building $1" >&2
  swift build -c release --package-path "Examples/$1" --scratch-path "$root/.build" --product "$1" > "$folder/log" 2>&1 || {
    tail -n 30 "$folder/log" >&2
    exit 70
  }
  program=$(swift build -c release --package-path "Examples/$1" --scratch-path "$root/.build" --show-bin-path)/$1
}

fail() {
  echo "examples: $*" >&2
  exit 1
}

"$bertft" models pull all-MiniLM-L6-v2 --quiet > /dev/null
reviews=$("$bertft" corpora path amazon-reviews)
"$bertft" train "$reviews" --labels pos,neg,neu --method features --out "$folder/reviews-bertft" --offline --quiet \
  > /dev/null

build ReviewClassifier
printf 'I love this camera.\nIt broke after a week, a waste of money.\n' |
  "$program" "$folder/reviews-bertft" > "$folder/labels"
cat "$folder/labels"
[ "$(cut -d ' ' -f 1 < "$folder/labels" | tr '\n' ' ')" = 'pos neg ' ] || fail 'ReviewClassifier gave other labels'

build SemanticSearch
"$program" Examples/SemanticSearch/Notes 'heating at home does not work' > "$folder/found"
cat "$folder/found"
head -n 1 "$folder/found" | grep -q 'boiler' || fail 'SemanticSearch found something else'

build TextService
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
import sys, urllib.request
request = urllib.request.Request(
    sys.argv[1] + "/v1/classify", b'{"input": "I love this camera."}', {"Content-Type": "application/json"})
print(urllib.request.urlopen(request, timeout=60).read().decode())
PYTHON
cat "$folder/answer"
grep -q '"label":"pos"' "$folder/answer" || fail 'TextService gave another label'
kill -TERM "$server"
wait "$server" || fail 'TextService did not end well'
server=''
echo 'examples: all built and ran'
