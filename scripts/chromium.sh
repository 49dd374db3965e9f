#!/bin/sh
# Prints the path of this machine's Chromium or Chrome; with --install, root on Debian installs it first when missing.
set -eu

find_chromium() {
  for candidate in "${SOPHIA_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Chromium.app/Contents/MacOS/Chromium" \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

if find_chromium; then
  exit 0
fi
if [ "${1:-}" = --install ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -q >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q -o DPkg::Lock::Timeout=300 chromium >&2
  find_chromium
  exit 0
fi
echo "The browser journeys need Chromium. Debian: sudo apt-get install chromium. macOS: brew install --cask chromium." >&2
echo "Or name one: SOPHIA_CHROMIUM=/path/to/chrome make test" >&2
exit 1
