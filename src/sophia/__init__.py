"""Sophia: self-hosted, AI-powered dashboards and internal tools."""

__version__ = "0.1.0"
