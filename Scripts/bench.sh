#!/bin/sh
# Measures the tables of benchmarks/RESULTS.md, each beside the programs it is compared with.
#
#   Scripts/bench.sh [--table NAME]... [--resume] [--render]
#
# Makes the peers' Python environment and builds the benchmarks' package first; both are there the second time. The
# release program must have been built (`make bench` does). BERTFT names another program to measure.
set -eu
cd "$(dirname "$0")/.."

python=$(Scripts/oracles/setup.sh benchmarks benchmarks/reference/requirements.txt)
BERTFT=${BERTFT:-$(swift build -c release --show-bin-path)/bertft}
export BERTFT
"$BERTFT" models pull all-MiniLM-L6-v2 > /dev/null
"$BERTFT" corpora pull amazon-reviews > /dev/null
echo "bench: building the benchmarks (several minutes the first time)" >&2
mkdir -p benchmarks/.build
# Listing them builds them too, and the plugin that runs them.
if ! swift package --package-path benchmarks --disable-sandbox benchmark list > benchmarks/.build/build.log 2>&1; then
  tail -n 20 benchmarks/.build/build.log >&2
  exit 70
fi
exec "$python" benchmarks/bench.py "$@"
