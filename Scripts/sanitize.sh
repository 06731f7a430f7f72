#!/bin/sh
# Runs the kernels' tests under the address sanitizer, which stops at the first float read or written outside its
# buffer. Only the kernels are built (see the manifest), in a directory of their own.
#
#   Scripts/sanitize.sh [FILTER]
set -eu
cd "$(dirname "$0")/.."

# Leaks are not reported: the pool's threads keep their state until the process ends.
export BERTFT_KERNELS_ONLY=1 ASAN_OPTIONS="detect_leaks=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
exec swift test -c release --scratch-path .build-sanitize --sanitize=address --disable-testable-imports \
  --disable-xctest --filter "${1:-BertKernelsTests}"
