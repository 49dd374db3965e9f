#!/bin/sh
# Creates .venv with the newest Python >= 3.11 on this machine (or $PYTHON), and says what to do when that cannot be.
set -eu
cd "$(dirname "$0")/.."

recent_enough() {
  command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

choose_python() {
  for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if recent_enough "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  echo "Sophia needs Python 3.11 or newer. Install it, or name one: make setup PYTHON=/path/to/python3.12" >&2
  exit 1
}

if [ -x .venv/bin/python ] && recent_enough .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; then
  exit 0
fi

python=$(choose_python)
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing python$version-venv, which Debian keeps apart from Python."
    apt-get update -q >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q -o DPkg::Lock::Timeout=300 "python$version-venv" >/dev/null
  else
    echo "This Python lacks venv. On Debian or Ubuntu: sudo apt-get install python$version-venv, then run make again." >&2
    exit 1
  fi
fi
"$python" -m venv --clear .venv
