"""Who asks and what they may do: identities, sessions, one authorize(), the audit log."""
