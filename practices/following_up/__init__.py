"""Asking teams that adopted a practice how it goes: when, whom, and by which link. See docs/follow-up.md."""
