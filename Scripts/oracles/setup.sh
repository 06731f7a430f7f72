#!/bin/sh
# Makes the Python environment with the reference implementations (once) and prints the path of its python.
#
#   Scripts/oracles/setup.sh [NAME REQUIREMENTS]
#
# Without arguments it is the one that tests use; the benchmarks name theirs, which holds more.
#
# The environment lies in the user's cache under a name that holds the hash of the requirements, so that a change of a
# version makes a new one. It is made aside and renamed when it is whole: a broken installation is never used.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
name=${1:-oracles}
requirements=${2:-$here/requirements.txt}
base=${BERTFT_PYTHON:-python3}
cache=${BERTFT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/bertft}
if ! command -v "$base" > /dev/null 2>&1; then
  echo "$name: $base cannot be run; install Python 3.11 or later, or name one with BERTFT_PYTHON" >&2
  exit 69
fi
hash=$({ "$base" --version; cat "$requirements"; } | cksum | tr -d ' \n')
target=$cache/$name-$hash

if [ -x "$target/bin/python" ] && "$target/bin/python" -c '' > /dev/null 2>&1; then
  echo "$target/bin/python"
  exit 0
fi

if ! "$base" -c 'import sys; sys.exit(sys.version_info < (3, 11))' > /dev/null 2>&1; then
  echo "$name: Python 3.11 or later is needed, this is $("$base" --version 2>&1); name another with BERTFT_PYTHON" >&2
  exit 69
fi

mkdir -p "$cache"
aside=$cache/.$name-$hash.$$
log=$cache/$name.log
trap 'rm -rf "$aside"' EXIT
trap 'exit 130' INT TERM
echo "$name: installing the reference implementations into $target (several minutes, once)" >&2
if ! { "$base" -m venv "$aside" &&
       "$aside/bin/python" -m pip install --quiet --disable-pip-version-check -r "$requirements" &&
       "$aside/bin/python" -m pip check &&
       "$aside/bin/python" -c 'import torch, transformers, tokenizers, safetensors, sklearn'; } > "$log" 2>&1; then
  tail -n 5 "$log" >&2
  echo "$name: the installation failed; the whole log is $log" >&2
  exit 69
fi
rm -rf "$target"
mv "$aside" "$target"
echo "$target/bin/python"
