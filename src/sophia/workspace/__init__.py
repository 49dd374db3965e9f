"""Settings that all dashboards share: name, brand colours."""
