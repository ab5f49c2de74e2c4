import html5lib
import pytest

from practices.markdown import render


def test_the_small_set_is_rendered():
    html = render("One **two** _three_\n\n- a\n- b\n\n1. c\n\n> d")
    for piece in ("<strong>two</strong>", "<em>three</em>", "<li>a</li>", "<ol>", "<blockquote>"):
        assert piece in html


def test_a_link_tells_search_engines_nothing_and_opens_nothing():
    link = '<a href="https://a.example" rel="nofollow noopener noreferrer ugc">a</a>'
    assert render("[a](https://a.example)") == f"<p>{link}</p>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://a.example/x.png)",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<a href='https://a.example' onclick='x()'>a</a>",
        '[x](https://a.example "title")',
        '[x](https://a.example/"onmouseover="alert(1))',
        "# heading\n\n***\n\n```\ncode\n```\n\n|a|b|\n|-|-|\n|c|d|",
        "<style>body{display:none}</style><iframe src=//a.example></iframe>",
    ],
)
def test_untrusted_text_stays_text(text):
    allowed = {"p", "br", "ul", "ol", "li", "strong", "em", "s", "a", "blockquote"}
    fragment = html5lib.parseFragment(render(text), namespaceHTMLElements=False)
    for element in fragment.iter():
        if isinstance(element.tag, str) and element.tag != "DOCUMENT_FRAGMENT":
            assert element.tag in allowed
            assert set(element.attrib) <= ({"href", "rel"} if element.tag == "a" else {"start"})
            assert element.attrib.get("href", "https://").startswith(("https://", "http://", "mailto:"))


def test_a_heading_is_shown_as_it_was_typed():
    assert render("# Heading") == "<p># Heading</p>\n"


def test_a_line_break_is_kept():
    assert "<br>" in render("one\ntwo")
