"""Secrets at rest: sealed with data keys, which are wrapped by a key that lies outside the database."""
