"""Somebody leaves: a copy of everything that is theirs, and what becomes of it when their account is erased."""
