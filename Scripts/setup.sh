#!/bin/sh
# Sees to it that the system has what a target of the Makefile needs.
#
#   Scripts/setup.sh build|dist|demo|test|oracles
#
# On Debian and Ubuntu, as root or with sudo, what is missing is installed; elsewhere the script says what is missing
# and how it is called there. When everything is there, it prints nothing, installs nothing and opens no connection.
set -eu

goal=${1:-build}
python=${BERTFT_PYTHON:-python3}
packages=''   # Debian's names of what is missing
brews=''      # Homebrew's names of the same
missing=''    # what a person calls it

need() { # what, Debian package, Homebrew formula
  missing="$missing
  - $1"
  packages="$packages $2"
  brews="$brews $3"
}

has_header() { # a header of the C library's search path
  printf '#include <%s>\n' "$1" | "$compiler" -E -x c - > /dev/null 2>&1
}

has_library() { # a library that the program loads when it uses it; where this cannot be told, the program tells
  ! command -v ldconfig > /dev/null 2>&1 || ldconfig -p | grep -q "$1"
}

if ! command -v swift > /dev/null 2>&1; then
  echo "setup: no Swift toolchain in PATH; install Swift 6.2 or later from https://www.swift.org/install" >&2
  exit 69
fi
compiler=clang
command -v clang > /dev/null 2>&1 || compiler=cc

check() {
  packages='' brews='' missing=''
  if ! command -v pkg-config > /dev/null 2>&1; then
    need 'pkg-config, which finds the libraries' pkg-config pkgconf
    # Without it the questions after this one cannot be answered; asking for all again costs nothing.
    need 'ICU, for Unicode (libicu)' libicu-dev icu4c
    need 'SentencePiece (libsentencepiece)' libsentencepiece-dev sentencepiece
    need 'SQLite' libsqlite3-dev sqlite
    [ "$(uname -s)" = Darwin ] || need 'OpenSSL, for SHA-256 (libcrypto)' libssl-dev openssl
    need 'libzstd, for compressed files' libzstd-dev zstd
  else
    if [ -d /opt/homebrew/opt/icu4c/lib/pkgconfig ]; then
      PKG_CONFIG_PATH="/opt/homebrew/opt/icu4c/lib/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}"
      export PKG_CONFIG_PATH
    fi
    pkg-config --exists icu-uc icu-i18n || need 'ICU, for Unicode (libicu)' libicu-dev icu4c
    pkg-config --exists sentencepiece || need 'SentencePiece (libsentencepiece)' libsentencepiece-dev sentencepiece
    # On Apple's systems CryptoKit stands in its place.
    [ "$(uname -s)" = Darwin ] || pkg-config --exists libcrypto ||
      need 'OpenSSL, for SHA-256 (libcrypto)' libssl-dev openssl
    pkg-config --exists libzstd || need 'libzstd, for compressed files' libzstd-dev zstd
    pkg-config --exists sqlite3 || need 'SQLite' libsqlite3-dev sqlite
  fi
  has_header zlib.h || need 'zlib, for compressed downloads and files' zlib1g-dev zlib
  has_header bzlib.h || need 'libbz2, for compressed files' libbz2-dev bzip2
  if [ "$goal" = test ] && ! command -v zstd > /dev/null 2>&1; then
    need 'zstd, for the tests of compressed files' zstd zstd
  fi
  if [ "$goal" = test ]; then
    # Processes that train together are tested where MPI is; it is found when the program runs. 22 MB with what it needs.
    command -v mpirun > /dev/null 2>&1 || need 'Open MPI, for the tests of several processes' openmpi-bin open-mpi
    command -v pgrep > /dev/null 2>&1 || need 'pgrep, for the same tests' procps proctools
    has_library libpq.so.5 || need 'PostgreSQL client library (libpq), for the tests of databases' libpq5 libpq
    command -v openssl > /dev/null 2>&1 || need 'openssl, for the tests of downloads' openssl openssl
  fi
  if [ "$goal" = dist ]; then
    command -v "$python" > /dev/null 2>&1 || need 'Python 3, for the manual pages' python3 python
    ! command -v apt-get > /dev/null 2>&1 || command -v dpkg-shlibdeps > /dev/null 2>&1 ||
      need 'dpkg-dev, for the Debian package' dpkg-dev dpkg
  fi
  # The report page is tested in a browser; without one that test is disabled and says so, except in CI. Debian has the
  # package always, also before the first update of its lists; others may not.
  if [ "$goal" = test ] && command -v apt-get > /dev/null 2>&1 && ! command -v chromium > /dev/null 2>&1 &&
     { grep -qx 'ID=debian' /etc/os-release || apt-cache show chromium > /dev/null 2>&1; }; then
    need 'Chromium, for the test of the report page' chromium chromium
  fi
  case $goal in
    demo | test | oracles)
      has_library libcurl || need 'libcurl, which fetches models' libcurl4 curl
      # Python stands behind two things only: the package route to the model and the corpora, and the oracles.
      if ! command -v "$python" > /dev/null 2>&1; then
        need 'Python 3 with pip and venv' 'python3 python3-venv python3-pip' python
      else
        "$python" -c 'import venv, ensurepip' > /dev/null 2>&1 || need "Python's venv" python3-venv python
        "$python" -m pip --version > /dev/null 2>&1 || need 'pip' python3-pip python
      fi ;;
  esac
  [ -z "$missing" ]
}

if check; then exit 0; fi

if command -v apt-get > /dev/null 2>&1; then
  if [ "$(id -u)" = 0 ]; then
    as_root=''
  elif command -v sudo > /dev/null 2>&1; then
    as_root=sudo
  else
    echo "setup: missing:$missing" >&2
    echo "setup: neither root nor sudo here; have someone run: apt-get install$packages" >&2
    exit 69
  fi
  echo "setup: installing$packages" >&2
  log=$(mktemp)
  # Words are split on purpose: each is one package.
  # shellcheck disable=SC2086
  if ! { $as_root apt-get update -qq &&
         $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages; } \
       > "$log" 2>&1; then
    tail -n 5 "$log" >&2
    rm -f "$log"
    echo "setup: apt-get could not install$packages" >&2
    exit 69
  fi
  rm -f "$log"
  check && exit 0
  echo "setup: still missing after the installation:$missing" >&2
  exit 69
fi

echo "setup: missing:$missing" >&2
if [ "$(uname -s)" = Darwin ]; then
  echo "setup: with Homebrew: brew install$brews" >&2
else
  echo "setup: install them with this system's package manager (Debian calls them:$packages)" >&2
fi
exit 69
