"""Teams that use or try a practice: recording it, saying how far it is, and who else uses it."""
