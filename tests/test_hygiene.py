"""What must not be in the repository, whoever committed it: machines, servers, secrets, and styles past the policy."""

import json
import re
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

from tests.sources import committed_files, read, templates

THIS_FILE = Path("tests/test_hygiene.py")
BINARY = {".png", ".jpg", ".ico", ".woff2", ".gz"}
TEXTS = [path for path in committed_files() if path.suffix not in BINARY and path != THIS_FILE]
PAGES = [path for path in templates() if path.suffix == ".html"]

NEVER = {
    "a folder of one machine": r"(?<![\w.~}])/(work|root|home)/\w",
    "the server that packages came from": r"pypi\.org|pythonhosted\.org|registry\.npmjs|registry\.yarnpkg|npmjs\.org",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY",
    "a token": r"\b(ghp|gho|ghs|github_pat|glpat|xox[bp]|sk-ant|sk-proj|AKIA)[-_]?[A-Za-z0-9]{16,}",
    "a password in an address": r"\b\w+://(?!user:password@|hub:password@)[\w.-]+:[^\s@/{}<>$]{3,}@[\w.-]+\.\w",
}


@pytest.mark.parametrize("what", NEVER)
def test_no_file_holds(what):
    pattern = re.compile(NEVER[what])
    assert [f"{path}: {found[0]}" for path in TEXTS for found in pattern.finditer(read(path))] == []


def test_the_lock_file_names_no_server():
    """Versions and checksums are what matters; each machine fetches from where it is told to."""
    packages = json.loads(read(Path("package-lock.json")))["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_what_the_hub_makes_for_itself_is_not_committed():
    made = {"var", "node_modules", ".venv", "__pycache__"}
    assert [str(path) for path in committed_files() if made & set(path.parts) or path.name == ".env"] == []
    assert [str(path) for path in committed_files() if path.is_relative_to("bench/out")] == []


# Pages: the policy forbids inline styles and scripts, and anything from elsewhere

TAGS = re.compile(r"\{[{%#].*?[}%#]\}")
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)[^>]*>")
HANDLER = re.compile(r"\son[a-z]+\s*=", re.IGNORECASE)
STYLE = re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE)
LOADED_FROM_ELSEWHERE = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed|object)\b[^>]*\b(?:src|srcset|data)=["']?(?:https?:)?//"""
    r"""|<link\b(?![^>]*rel=["']?(?:canonical|alternate))[^>]*\bhref=["']?(?:https?:)?//"""
)


def refused_in(page):
    """What a page's source has that the browser would refuse, or fetch from somebody else."""
    page = TAGS.sub("", page)
    rules = {"script": INLINE_SCRIPT, "handler": HANDLER, "style": STYLE, "elsewhere": LOADED_FROM_ELSEWHERE}
    return [name for name, rule in rules.items() if rule.search(page)]


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_a_page_loads_only_our_own_files_and_has_nothing_inline(path):
    assert refused_in(read(path)) == []


@pytest.mark.parametrize(
    ("page", "refused"),
    [
        ("<script>go()</script>", ["script"]),
        ('<script type="application/ld+json">{}</script>', []),
        ('<script type="module" src="{% static "js/hub.js" %}"></script>', []),
        ('<a href="#" onclick="go()">', ["handler"]),
        ('<p style="color: red">', ["style"]),
        ('<img src="https://elsewhere.example/a.png" alt="">', ["elsewhere"]),
        ('<link rel="stylesheet" href="//elsewhere.example/a.css">', ["elsewhere"]),
        ('<link rel="canonical" href="https://hub.example.org/">', []),
        ('<a href="https://www.gov.uk/">', []),
    ],
)
def test_the_search_for_what_a_browser_refuses_finds_it(page, refused):
    assert refused_in(page) == refused


def test_stylesheets_load_nothing_from_elsewhere():
    sheets = [path for path in committed_files() if path.suffix == ".css"]
    assert [str(path) for path in sheets if re.search(r"@import|url\(\s*['\"]?(https?:)?//", read(path))] == []


def test_scripts_ask_only_the_hub():
    scripts = [path for path in committed_files() if path.suffix == ".js" and path.is_relative_to("static")]
    asks_elsewhere = re.compile(r"""(fetch|import|open|sendBeacon|WebSocket)\w*\(?\s*["'`](https?:|wss?:)?//""")
    assert [str(path) for path in scripts if asks_elsewhere.search(read(path))] == []


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_nothing_untrusted_is_marked_safe_in_a_template(path):
    """Sanitised Markdown comes from a filter of ours; `safe` and `autoescape off` have no place on a page."""
    for token in Lexer(read(path)).tokenize():
        if token.token_type == TokenType.VAR:
            assert not re.search(r"\|\s*safe\b", token.contents), token.contents
        elif token.token_type == TokenType.BLOCK:
            assert not token.contents.startswith("autoescape off")
