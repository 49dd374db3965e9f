"""What the house demands of every file: size, names, layers, locks and a quick start."""
