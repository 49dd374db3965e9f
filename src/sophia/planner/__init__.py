"""Words to plan to spec, by rules, with every query run before it is shown."""
