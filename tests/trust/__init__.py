"""Proof of what the practice is promised: the figures of `make trust`, and a seeded sample of them as tests."""
