"""Feedback: what people say of a dashboard, kept here and readable like any other data."""
