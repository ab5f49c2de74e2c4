"""The small set of Markdown that write-ups and comments may use: paragraphs, emphasis, lists, links, quotations.

No headings, pictures, tables or HTML: they would break a page's outline, or bring in what is not ours.
"""

from __future__ import annotations

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_RULES = ["emphasis", "strikethrough", "link", "autolink", "list", "blockquote", "newline", "escape", "entity"]
_parser = MarkdownIt("zero", {"breaks": True, "html": False}).enable(_RULES)

_TAGS = {"p", "br", "em", "strong", "s", "ul", "ol", "li", "a", "blockquote"}


# What stands in brackets after a link's words, or an address by itself, with whatever is joined to it.
_LINK = re.compile(r"\]\(\S*|(?:https?://|www\.|mailto:)\S*", re.IGNORECASE)


def links_in(text: str) -> int:
    """How many links there are, addresses that only stand there to be copied among them."""
    return len(_LINK.findall(text))


def render(text: str) -> SafeString:
    """Safe to print as it is, whoever wrote the text."""
    # The parser lets no HTML through; the cleaner is there for the day on which it does.
    clean = nh3.clean(
        _parser.render(text),
        tags=_TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer ugc",
    )
    return mark_safe(clean)
