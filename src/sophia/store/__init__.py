"""Where state lives: database engine, migrations, key-value cache."""
