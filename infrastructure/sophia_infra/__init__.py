"""Sophia's infrastructure: one component per file, composed in `stack`."""
