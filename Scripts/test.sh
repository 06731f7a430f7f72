#!/bin/sh
# Runs the tests in release mode: numeric Swift without optimisation is a hundred times slower.
#
#   Scripts/test.sh [FILTER]
#
# BERTFT_ORACLES names the Python with the reference implementations that the tests compare with; if it is not set, an
# environment is made. If that fails, those tests are disabled with a note; if CI=true, the script fails.
set -eu
cd "$(dirname "$0")/.."

if [ -z "${BERTFT_ORACLES:-}" ]; then
  if BERTFT_ORACLES=$(Scripts/oracles/setup.sh); then
    export BERTFT_ORACLES
  else
    unset BERTFT_ORACLES
    if [ "${CI:-}" = true ]; then
      echo "test: CI needs the reference implementations" >&2
      exit 69
    fi
    echo "test: without the reference implementations, the tests that need them are disabled" >&2
  fi
fi

# The program and the tests are built together, so that the compiler uses all cores, and with the flags of `swift test`
# below, so that it does not build them again. The tests use package access and need no testable imports.
swift build -c release --build-tests --disable-xctest
# The real encoders and corpora: the tests use them only if they are in the cache.
bertft=$(swift build -c release --show-bin-path)/bertft
models='all-MiniLM-L6-v2 paraphrase-MiniLM-L3-v2 multilingual-e5-small-enpt'
corpora='reviews amazon-reviews movie-reviews tweets news sms-spam wikitext-2'
fetch() {
  for model in $models; do "$bertft" models pull "$model" > /dev/null || return; done
  for corpus in $corpora; do "$bertft" corpora pull "$corpus" > /dev/null || return; done
}
if ! fetch; then
  if [ "${CI:-}" = true ]; then
    echo "test: CI needs the real encoders and corpora" >&2
    exit 69
  fi
  echo "test: without the real encoders and corpora, the tests that need them are disabled" >&2
fi

# Hundreds of tests at once, some with programs and servers of their own, would exceed their time limits.
SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=${SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH:-4}
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH
results=$(mktemp)
trap 'rm -f "$results"' EXIT
status=0
swift test -c release --disable-testable-imports --disable-xctest --xunit-output "$results" ${1:+--filter "$1"} ||
  status=$?
# Failures are printed again at the end, because the first message may be thousands of lines back.
awk -F '"' '
  /<testcase/ { name = $2 "." $4 }
  /<failure/ { gsub("&#10;", "\n  ", $2); gsub("&quot;", "\"", $2); print "test: " name ": " $2 }
' "$results" >&2
exit "$status"
