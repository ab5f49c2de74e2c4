"""Which pages there are: every route of the URLconf, filled in with what the demonstration holds.

A route whose arguments nothing here can fill is reported, so that a new page is not forgotten.
"""

import re
from dataclasses import dataclass

from django.urls import URLPattern, get_resolver

# Django's own administration has hundreds of routes and none of our templates: its front page stands for it.
NOT_WALKED_INTO = {"admin"}


@dataclass(frozen=True)
class Page:
    """One address of a route; `about` says what it shows, for the name of the picture."""

    route: str
    path: str
    about: str

    @property
    def file_name(self):
        words = re.sub(r"[^a-z0-9]+", "-", f"{self.route} {self.about}".lower()).strip("-")
        return words[:100] or "page"


def find_pages(examples):
    """(pages, the routes for which there is no example)."""
    pages, without = [], []
    for name, route in _routes(get_resolver()):
        found = list(_fill(name, route, examples))
        pages += found
        if not found:
            without.append(f"{name} {route}")
    return pages, without


def _routes(resolver, prefix=""):
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield entry.name or route, route
        elif entry.namespace in NOT_WALKED_INTO:
            yield entry.namespace, route
        else:
            yield from _routes(entry, route)


def _fill(name, route, examples):
    """The route's pages: one for each different set of arguments that an example has whole."""
    pattern = _as_template(route)
    needed = re.findall(r"{([\w.]+)}", pattern)
    if not needed:
        yield Page(name, f"/{pattern}", "")
        return
    seen = set()
    for example in examples.get(pattern.split("/")[0], []):
        values = tuple(example.get(argument) for argument in needed)
        if None in values or values in seen:
            continue
        seen.add(values)
        filled = dict(zip(needed, values, strict=True))
        path = _put_in(filled, pattern)
        about = example["about"] if needed[-1] == "slug" else " ".join([example["about"], *map(str, values[1:])])
        yield Page(name, f"/{path}", about)


def _put_in(values, pattern):
    return re.sub(r"{([\w.]+)}", lambda argument: str(values[argument[1]]), pattern)


def _as_template(route):
    """`comments/<int:pk>/edit/` as `comments/{comments.pk}/edit/`: what a number means, its folder says."""
    route = re.sub(r"\^|\$|\\(?=[-/.])", "", route)
    # allauth has two routes written as regular expressions.
    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route)
    route = re.sub(r"(\w+)/<int:pk>", r"\1/{\1.pk}", route)
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
