#!/bin/sh
# Feeds hostile bytes to every reader of files: libFuzzer with the address sanitizer, some seconds for each reader. A
# trap, a hang, or too much memory ends the run and leaves the input in .build-fuzz/findings; put its bytes into a test.
# Only the readers are built (see the manifest), in a directory of their own, which also keeps the corpus of inputs for
# the next run.
#
#   Scripts/fuzz.sh [SECONDS] [TARGET...]
#
# In continuous integration (CI=true) the inputs always have the same seed, so that a failure is due to the change and
# not to chance. Elsewhere each run tries new inputs.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-10}
[ $# -gt 0 ] && shift

# Leaks are not reported: Foundation keeps a page when it reads an empty file.
export BERTFT_FUZZING=1 SWIFT_BACKTRACE=enable=no ASAN_OPTIONS="detect_leaks=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
swift build -c release --scratch-path .build-fuzz --sanitize=address --product Fuzzing >&2
fuzzer=$(swift build -c release --scratch-path .build-fuzz --sanitize=address --show-bin-path)/Fuzzing
TMPDIR=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")/fuzzing-XXXXXX")
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
mkdir -p .build-fuzz/findings

dictionary() {
  case $1 in
    safetensors) echo safetensors ;;
    csv | tsv | jsonl | json | text | conll | spans) echo rows ;;
    tokenizer | wordpiece | bytelevel | classes | shards) echo json ;;
  esac
}

[ $# -gt 0 ] || set -- $("$fuzzer" --targets)
for target; do
  seeds=$TMPDIR/$target
  corpus=.build-fuzz/corpus/$target
  mkdir -p "$corpus"
  "$fuzzer" --seeds "$target" "$seeds" >&2
  words=$(dictionary "$target")
  # Inputs have a few kilobytes: no reader needs to allocate 64 MB at once, or to take ten seconds. A compressed file
  # may ask for a window of 128 MB.
  largest=64
  [ "$target" = packed ] && largest=160
  if ! "$fuzzer" "$target" -max_total_time="$seconds" ${CI:+-seed=1} -timeout=10 -malloc_limit_mb="$largest" -rss_limit_mb=2048 \
    -detect_leaks=0 -print_final_stats=1 -artifact_prefix=.build-fuzz/findings/"$target"- \
    ${words:+-dict=Tests/Fuzzing/Dictionaries/$words.txt} \
    "$corpus" "$seeds" > "$TMPDIR/log" 2>&1 < /dev/null; then
    tail -n 60 "$TMPDIR/log" >&2
    echo "fuzz: $target failed" >&2
    exit 1
  fi
  sed -n 's/^stat::number_of_executed_units: */  inputs: /p' "$TMPDIR/log" >&2
done
echo 'fuzz: no reader failed'
