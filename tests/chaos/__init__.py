"""Processes, the broker and the database are killed under the outbox: `make chaos`, and each case once in CI."""
