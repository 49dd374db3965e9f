#!/bin/sh
# Writes the hash-pinned requirement files and web/package-lock.json; pass --upgrade to take newer releases.
set -eu
cd "$(dirname "$0")/.."
PATH=$PWD/.venv/bin:$PATH
export UV_CUSTOM_COMPILE_COMMAND="make lock"

compile() {
  output=$1
  shift
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-config \
    --no-emit-index-url --no-emit-find-links --output-file "$output" "$@"
}

compile requirements/run.txt pyproject.toml "${@}"
compile requirements/build.txt --group pyproject.toml:build -c requirements/run.txt "${@}"
compile requirements/image.txt pyproject.toml --extra llm --extra lambda --extra custom -c requirements/run.txt "${@}"
compile requirements/install.txt --group pyproject.toml:install "${@}"
compile requirements/web.txt --group pyproject.toml:web "${@}"
compile requirements/dev.txt pyproject.toml --group pyproject.toml:dev -c requirements/run.txt -c requirements/build.txt "${@}"
compile infrastructure/requirements.txt --group pyproject.toml:infrastructure -c requirements/dev.txt "${@}"
# In a folder of its own: beside an installed node_modules npm locks only what this platform has.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp web/package.json web/.npmrc "$scratch"
[ "$*" = --upgrade ] || cp web/package-lock.json "$scratch" 2>/dev/null || true
cd "$scratch"
lock_node() { npm install --package-lock-only --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null; }
lock_node
npm ci --dry-run >/dev/null 2>&1 || { rm package-lock.json && lock_node; }
cd - >/dev/null
cp "$scratch/package-lock.json" web/package-lock.json
