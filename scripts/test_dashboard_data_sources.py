"""Test every configured connection, as the migration guide's command; the same as `sophia sources test`."""

import sys

from sophia.cli.sources import app

if __name__ == "__main__":
    app(["test", *sys.argv[1:]])
