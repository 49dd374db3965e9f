"""The infrastructure, tested on the plan of the real program."""
