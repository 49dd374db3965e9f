"""Fixtures of these tests."""

from tests.states import state_url, store

__all__ = ["state_url", "store"]
