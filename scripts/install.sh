#!/bin/sh
# Installs into .venv, or the environment that INTO names, what its arguments name: with the locked uv, which is fast, else with pip, which reads pip's settings.
# Both trust the certificates of this machine, as company networks ask for.
set -eu
cd "$(dirname "$0")/.."
python=${INTO:-.venv}/bin/python
if ! [ -x .venv/bin/uv ]; then
  .venv/bin/python -m pip install --quiet --no-compile --require-hashes -r requirements/install.txt || true
fi
if [ -x .venv/bin/uv ] && .venv/bin/uv pip install --quiet --system-certs --python "$python" "$@"; then
  exit 0
fi
echo "uv could not install that; trying pip."
exec "$python" -m pip install --quiet "$@"
