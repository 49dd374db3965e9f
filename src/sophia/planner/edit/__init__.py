"""Edits by conversation: a sentence becomes changes to a spec; everything it does not name stays byte-identical."""
