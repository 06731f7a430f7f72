#!/bin/sh
# Measures the tables of benchmarks/RESULTS.md, each together with the programs that it compares.
#
#   Scripts/bench.sh [--table NAME]... [--resume] [--render]
#   Scripts/bench.sh --targets OUT.json [...]
#
# The second form measures the targets for matrix units (benchmarks/targets.py) and writes no table. The script first
# makes the Python environment of the compared programs and, for tables of kernels, builds the benchmarks' package; both
# are kept for the next time. The release program must have been built (`make bench` does it). BERTFT names another
# program to measure.
set -eu
cd "$(dirname "$0")/.."

python=$(Scripts/oracles/setup.sh benchmarks benchmarks/reference/requirements.txt)
BERTFT=${BERTFT:-$(swift build -c release --show-bin-path)/bertft}
export BERTFT
"$BERTFT" models pull all-MiniLM-L6-v2 > /dev/null
"$BERTFT" corpora pull amazon-reviews > /dev/null
if [ "${1:-}" = --targets ]; then
  shift
  exec "$python" benchmarks/targets.py "$@"
fi
exec "$python" benchmarks/bench.py "$@"
