"""The weekly newsletter: what is gathered, as everybody may read it, and sending it. See docs/newsletter.md."""
