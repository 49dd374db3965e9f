"""Kinds of systems that Sophia reads, one file each, behind one contract."""
