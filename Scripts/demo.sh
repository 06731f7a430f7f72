#!/bin/sh
# From a fresh clone to a trained classifier: build, fetch, train, predict. Every command is shown before it runs.
set -eu
cd "$(dirname "$0")/.."

echo '$ swift build -c release --product bertft' >&2
swift build -c release --product bertft
PATH=$(swift build -c release --show-bin-path):$PATH
export PATH

run() {
  echo
  printf '$'
  for word in "$@"; do
    case $word in
      *' '*) printf " '%s'" "$word" ;;
      *) printf ' %s' "$word" ;;
    esac
  done
  echo
  "$@"
}

run bertft models pull all-MiniLM-L6-v2
run bertft corpora pull amazon-reviews
echo
# shellcheck disable=SC2016 # shown as a person would type it
echo '$ bertft train $(bertft corpora path amazon-reviews) --labels pos,neg,neu --out demo-bertft'
rm -rf demo-bertft
bertft train "$(bertft corpora path amazon-reviews)" --labels pos,neg,neu --out demo-bertft "$@"
run bertft predict demo-bertft \
  --text 'The battery lasts for days and the screen is gorgeous.' \
  --text 'It broke after a week and nobody answered my mails.' \
  --text 'The box holds a charger and a cable.'
