#!/bin/sh
# Installs MariaDB's server binaries for the tests where root on Debian may; no service is started. It never fails and ends
# after nine minutes at most: where there is no server, the tests that need one say why they skip.
set -u
if command -v mariadbd >/dev/null 2>&1 && command -v mariadb-install-db >/dev/null 2>&1; then
  exit 0
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  exit 0
fi

# SECONDS ARGUMENTS…: apt-get without questions, with short patience for its locks and for a network that is not there.
apt() {
  limit=$1
  shift
  DEBIAN_FRONTEND=noninteractive timeout -k 10 "$limit" apt-get -q -y -o DPkg::Lock::Timeout=60 -o Acquire::Retries=0 \
    -o Acquire::http::Timeout=15 -o Acquire::https::Timeout=15 "$@" </dev/null >&2
}

# Fetched first, so that what is cut off after its time is never the unpacking.
WANTED="mariadb-server-core mariadb-client-core"
if apt 60 update && apt 180 install --no-install-recommends --download-only $WANTED &&
  apt 270 install --no-install-recommends --no-download $WANTED; then
  exit 0
fi
echo "MariaDB could not be installed; the tests that need a MariaDB server are skipped." >&2
