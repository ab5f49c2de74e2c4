"""What people say about a practice, and writing to its contact; each form on a page of its own."""
