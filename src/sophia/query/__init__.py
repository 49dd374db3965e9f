"""Datasets to results: compile, gate, cache and run queries for one viewer."""
