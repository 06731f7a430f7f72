#!/bin/sh
# Runs the tests in release mode: numeric Swift without optimisation is a hundred times slower.
#
#   Scripts/test.sh [FILTER]
#
# BERTFT_ORACLES names the Python whose reference implementations the tests compare with; it is made when it is not
# set. Without it those tests are disabled and say so, except where CI=true, where this is a failure.
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

# One set of flags for `swift build` and `swift test`, so that neither builds again what the other has built.
# The tests use package access and need no testable imports.
exec swift test -c release --disable-testable-imports ${1:+--filter "$1"}
