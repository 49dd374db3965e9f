"""When synced connections are due, who syncs them, and how it went."""
