"""What every page must pass: axe in the browser, and a look at the HTML as the server sent it."""

import re
from collections import Counter
from functools import cache, lru_cache
from itertools import pairwise

import html5lib

from tests.sources import read

# What axe calls best practice counts here, too.
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what is wrong is described; and the style sheets are our own, so that none has to be fetched.
ASK_AXE = """standards => axe.run({ runOnly: standards, resultTypes: ['violations'], preload: false })
    .then(found => found.violations.flatMap(
        rule => rule.nodes.map(node => `${rule.id} at ${node.target.join(' ')}: ${node.any.concat(node.all, node.none)
            .map(check => check.message).join('; ')}`)))"""
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-details", "popovertarget", "list")


@cache
def axe_source():
    return read("node_modules/axe-core/axe.min.js")


def accessibility_violations(page):
    """What axe finds on the page as it stands now, one line for each element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_source())  # not as a script tag: the hub's policy would refuse it, as it should
    return page.evaluate(ASK_AXE, STANDARDS)


def expect_no_accessibility_violations(page, what=""):
    found = accessibility_violations(page)
    assert not found, f"{what or page.url} at {page.viewport_size['width']} px:\n" + "\n".join(found)


def expect_no_sideways_scrolling(page, what=""):
    wide = page.evaluate("document.scrollingElement.scrollWidth")
    assert wide <= page.viewport_size["width"], f"{what or page.url} is {wide} px wide"


def look_at(show, what, response):
    """That an answer is valid, accessible and fits, wide and narrow. `show` draws it (tests/conftest.py)."""
    assert html_problems(response.content.decode()) == [], what
    draw(show, what, response)


def draw(show, what, response, sizes=(WIDE, NARROW)):
    page = show(response)
    for size in sizes:
        page.set_viewport_size(size)
        expect_no_accessibility_violations(page, what)
        expect_no_sideways_scrolling(page, what)


@lru_cache(maxsize=1)  # a page is read for what is wrong with it, and then for what it is made of
def parsed(source):
    """(the tree, what the parser had to forgive)"""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return parser.parse(source), parser.errors


def html_problems(source):
    """What is wrong with a page's HTML: how it is nested, ids given twice, references that lead nowhere."""
    tree, errors = parsed(source)
    problems = [f"line {line}: {error} {about}" for (line, _), error, about in errors]
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id") is not None)
    problems += [f"id {name!r} is given {times} times" for name, times in ids.items() if times > 1]
    for element in tree.iter():
        named = {name: element.get(name, "").split() for name in REFERENCES}
        if re.match("#.", element.get("href", "")):
            named["href"] = [element.get("href")[1:]]
        problems += [
            f"{element.tag} {name}={target!r} leads nowhere"
            for name, targets in named.items()
            for target in targets
            if target not in ids
        ]
    return problems


# What an attribute holds that makes no difference to how an element is read, drawn or judged.
SAID = {"action", "content", "datetime", "href", "src", "title", "value", "data-search-log", "data-signed"}


def markup(source):
    """What a page is made of, whatever it says: each element within those around it and after the one before it.

    An element is its name and attributes, and whether words stand in it; of numbers, which tell one row's element
    from the next, only that there is one. The order of the headings counts, too.
    """
    root = parsed(source)[0].find("body")
    headings = [element.tag for element in root.iter() if element.tag in HEADINGS]
    return {*pairwise(headings), *_within(root, ())}


def _within(parent, around):
    before = ""
    for element in parent:
        if isinstance(element.tag, str):  # no comment
            it = _made_of(element)
            yield around, before, it
            yield from _within(element, (*around, it))
            before = it
    yield around, before, ""


def _made_of(element):
    attributes = (
        name if name in SAID else f"{name}={re.sub('[0-9]+', '#', value)}" for name, value in sorted(element.items())
    )
    return " ".join([element.tag, *attributes, "…" if (element.text or "").strip() else ""])
