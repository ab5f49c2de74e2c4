"""Checking a small random sample of cases against a practice's own criteria; see docs/audit.md."""
