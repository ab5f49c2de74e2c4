"""OAI-PMH 2.0: how libraries and What Works centres harvest what is public; see docs/oai-pmh.md."""
