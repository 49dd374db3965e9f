"""Real services that tests start: nothing here stands in for the real thing."""
