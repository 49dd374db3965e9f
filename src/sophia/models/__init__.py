"""The workspace's language model: which one, on what terms, and what every call took."""
