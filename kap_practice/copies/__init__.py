"""Copies of records: what goes into one, who has to agree, and how it is issued and given."""
