"""Files that go with a write-up: what they are, what they say, and a copy without what they should not tell.

Bytes in, bytes and text out: nothing here knows a request or a row of the database. docs/attachments.md says what is
taken, what is taken out, and what is refused.
"""
