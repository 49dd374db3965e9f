"""Ground floor: settings, errors, ids, clock, log, viewer; imports nothing of Sophia."""
