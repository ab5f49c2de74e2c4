"""What teams learn from a practice and give back: briefings, suggestions, findings, results, and what is due."""
