"""Mail about what people follow: what is news, whom it is for, and when they are told; docs/alerts.md has the rules."""
