"""Dashboards as people use them: generate, edit, version, open, export."""
