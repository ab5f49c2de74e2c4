"""Messages to contacts: who is asked to answer, in which order, and by which link. See docs/contact.md."""
