"""Drills: break the hub on purpose, and see that nothing it had acknowledged is lost. `make drills` runs them all."""
