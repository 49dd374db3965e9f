"""The spec: a dashboard as a small, typed, versioned document; pure, no I/O."""
