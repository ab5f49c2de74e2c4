"""Every text of the interface goes through gettext, so that Welsh can follow without touching the code."""

import ast
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

from tests.sources import ROOT, committed_files, python_files, read, templates, tree_of

# Attributes that a person reads or hears.
READ_ATTRIBUTES = {"alt", "aria-label", "aria-description", "aria-roledescription", "placeholder", "title", "label"}
# Elements whose inside is data and not words.
NOT_WORDS = {"script", "style", "svg", "code"}
# Classes of the design system and of ours, handed to a template's block.
CLASSES = re.compile(r"\b(govuk|hub)-[\w-]+")
ROBOTS = Path("templates/practices/browse/robots.txt")  # for machines
# Content, not interface: what the gallery shows to developers, and what the people of the demonstration wrote.
SAMPLES = {Path("templates/pages/components.html"), Path("practice_hub/gallery.py"), Path("practices/demonstration.py")}
WORDS_IN_A_ROW = re.compile(r"[A-Z][a-z]+ [a-z]+|[a-z]{3,} [a-z]{2,} [a-z]{2,}")
SENTENCE = re.compile(r"^[A-Z“‘][^A-Z]*\s[a-z]{2,}")
A_WORD = re.compile(r"[^\W\d_]{2,}")

# Arguments that end on a page, and calls whose first argument does.
SHOWN_ARGUMENTS = {"label", "help_text", "verbose_name", "verbose_name_plural", "empty_label", "description"}
SHOWN_ARGUMENTS |= {"short_description", "legend", "hint", "heading"}
SHOWN_TABLES = {"labels", "help_texts", "error_messages"}
SHOWN_CALLS = re.compile(
    r"(^|\.)(ValidationError|PermissionDenied|add_error|gettext_noop)$|^messages\.(success|info|warning|error|add_message)$"
)
# The names under which makemessages finds gettext in the code.
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}
# These speak to the operator at the keyboard, or to developers.
NOT_FOR_READERS = {"assets", "bootstrap", "embedded", "env", "serve", "settings"}
# Official names, as the shipped data have them.
NOT_INTERFACE = {"Yorkshire and The Humber", "East of England"}
# Words that the starter library's own texts begin with.
NOT_INTERFACE |= {"Works best where ", "Think twice if "}

# What programs are told, and programmers of all nations read: the schema of the API, and the protocol of harvesters.
FOR_PROGRAMS = {Path("practices/views/harvesting.py")}
FOR_PROGRAMS |= {Path(f"practices/oai/{name}.py") for name in ("arguments", "records")}
FOR_PROGRAMS |= {
    Path(f"practices/api/{name}.py") for name in ("links", "practice", "questions", "resources", "schema", "tokens")
}

TEMPLATES = [path for path in templates() if path.suffix in (".html", ".txt") and path not in SAMPLES | {ROBOTS}]
PYTHON = [
    path
    for path in python_files("accounts", "practices", "practice_hub")
    if "commands" not in path.parts and path.stem not in NOT_FOR_READERS and path not in SAMPLES | FOR_PROGRAMS
]


# Templates


class Words(HTMLParser):
    """Collects what a person would read in a page whose template tags have been taken out."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.inside = []

    def handle_starttag(self, tag, attributes):
        if tag in NOT_WORDS:
            self.inside.append(tag)
        is_button = tag == "input" and dict(attributes).get("type") in ("submit", "button", "reset")
        for name, value in attributes:
            if name in READ_ATTRIBUTES or (name == "value" and is_button):
                self.found.append(value or "")

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag in NOT_WORDS:
            self.inside.pop()

    def handle_endtag(self, tag):
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data):
        if not self.inside:
            self.found.append(data)


def untranslated_in(source):
    """The words of a template that stand outside {% translate %} and {% blocktranslate %}."""
    words = Words()
    words.feed(literal_text(source))
    words.close()
    return [" ".join(text.split()) for text in words.found if A_WORD.search(CLASSES.sub("", text))]


def literal_text(source):
    """The template without its tags, its variables, its comments, and the insides of blocktranslate and comment."""
    kept, skipping_to = [], None
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split()[0]
            if skipping_to is None and name in ("blocktranslate", "blocktrans", "comment"):
                skipping_to = f"end{name}"
            elif name == skipping_to:
                skipping_to = None
        if skipping_to is None:
            kept.append(token.contents if token.token_type == TokenType.TEXT else "\n" * token.contents.count("\n"))
    return "".join(kept)


def arguments_of_tags(source):
    """Arguments of a template’s tags that are shown: `with label="Save"`, `{% card title="…" %}`, `default:"…"`."""
    for token in Lexer(source).tokenize():
        if token.token_type in (TokenType.BLOCK, TokenType.VAR):
            yield from re.findall(
                r"""(?:^|\s)(?:label|title|text|heading|hint|legend|empty)="([^"]*)\"""", token.contents
            )
            yield from re.findall(r"""\|(?:default|default_if_none|yesno|pluralize):"([^"]*)\"""", token.contents)


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_every_word_of_a_template_can_be_translated(path):
    assert untranslated_in(read(path)) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_no_tag_is_handed_a_plain_sentence(path):
    """Names and keys are handed as they are; words go through `_("…")`, which the template language knows."""
    assert [text for text in arguments_of_tags(read(path)) if A_WORD.search(text) and looks_like_words(text)] == []


def looks_like_words(text):
    return " " in text.strip() or text[:1].isupper()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Who to ask</p>", ["Who to ask"]),
        ('<img alt="A ward at night" src="night.png">', ["A ward at night"]),
        ('<input type="submit" value="Save">', ["Save"]),
        ('<input type="hidden" value="returned">', []),
        ('{% translate "Who to ask" %}', []),
        ("{% blocktranslate %}Asked by {{ name }}{% endblocktranslate %}", []),
        ("{# a comment #}{% comment %}another{% endcomment %}", []),
        ('<p class="govuk-body">{{ practice.title }} – {{ count }}</p>', []),
        ('<script type="application/ld+json">{"@type": "Article"}</script>', []),
    ],
)
def test_the_search_for_untranslated_words_finds_what_a_person_would_read(source, found):
    assert untranslated_in(source) == found


# Python


def plain_texts_in(tree):
    """String literals that end on a page as they stand, with their line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if SHOWN_CALLS.search(ast.unparse(node.func)):
                is_about_a_field = ast.unparse(node.func).endswith("add_error")
                yield from filter(is_words, node.args[is_about_a_field:])
            for word in node.keywords:
                yield from plain_texts_given(word.arg, word.value)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                yield from plain_texts_given(getattr(target, "id", getattr(target, "attr", None)), node.value)


def plain_texts_given(name, value):
    if name in SHOWN_ARGUMENTS and is_words(value):
        yield value
    if name in SHOWN_TABLES and isinstance(value, ast.Dict):
        yield from filter(is_words, value.values)


def is_words(node):
    """Whether it is a string, or begins as one, that a person would read."""
    if isinstance(node, ast.BinOp):
        node = node.left
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".format"):
        node = node.func.value
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.Constant) and A_WORD.search(part.value) for part in node.values)
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and looks_like_words(node.value)


@pytest.mark.parametrize("path", PYTHON, ids=str)
def test_every_label_message_and_refusal_in_python_can_be_translated(path):
    assert [f"line {node.lineno}: {ast.unparse(node)}" for node in plain_texts_in(tree_of(path))] == []


def sentences_in(tree):
    """Every string of two words or more that begins with a capital, wherever it stands, and is not translated."""
    aside = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            aside.add(node.value)  # a docstring
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in GETTEXT | {"super().__init__"}:
            aside.update(ast.walk(node))  # translated, or an exception's own text, which goes to the log
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in aside
        if is_text and SENTENCE.search(node.value) and node.value not in NOT_INTERFACE:
            yield node


@pytest.mark.parametrize("path", PYTHON, ids=str)
def test_no_sentence_in_python_stands_outside_gettext(path):
    assert [f"line {node.lineno}: {node.value}" for node in sentences_in(tree_of(path))] == []


@pytest.mark.parametrize("path", PYTHON, ids=str)
def test_gettext_is_called_by_a_name_that_makemessages_knows(path):
    """`L = gettext_lazy` works, and nobody ever translates what it wraps."""
    renamed = [
        alias.asname
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.asname and alias.asname != "_"
    ]
    renamed += [
        ast.unparse(node)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id in GETTEXT
    ]
    assert renamed == []


@pytest.mark.parametrize("path", PYTHON, ids=str)
def test_what_is_translated_is_a_literal(path):
    """gettext finds texts by reading the code: `_(f"Hello {name}")` or `_(text)` would never be found."""
    assert [
        f"line {call.lineno}: {ast.unparse(call)}"
        for call in ast.walk(tree_of(path))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in GETTEXT
        if not (call.args and isinstance(call.args[0], ast.Constant))
    ] == []


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ('forms.CharField(label="Who to ask")', 1),
        ('forms.CharField(label=_("Who to ask"))', 0),
        ('raise PermissionDenied("Only moderators can do this.")', 1),
        ('raise PermissionDenied(f"Only {names} can do this.")', 1),
        ('messages.success(request, "Saved: %s" % title)', 1),
        ('messages.success(request, _("Saved: %s") % title)', 0),
        ('class Meta:\n    labels = {"stage": "How far?"}', 1),
        ('form.add_error("decision", _("Say why."))', 0),
        ('form.add_error("decision", "Say why.")', 1),
        ('forms.CharField(error_messages={"required": "Say why."})', 1),
    ],
)
def test_the_search_for_plain_texts_in_python_finds_what_ends_on_a_page(code, count):
    assert len(list(plain_texts_in(ast.parse(code)))) == count


# JavaScript


@pytest.mark.parametrize(
    "path",
    [path for path in committed_files() if path.suffix == ".js" and path.is_relative_to("static")],
    ids=str,
)
def test_scripts_hold_no_sentences(path):
    """What a script says comes from data- attributes, where the template translated it."""
    code = re.sub(r"/\*.*?\*/|(?<![:\w])//[^\n]*", "", read(path), flags=re.DOTALL)
    strings = re.findall(r""""((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`""", code)
    assert [text for text in map("".join, strings) if WORDS_IN_A_ROW.search(text)] == []


# Extraction


@pytest.mark.skipif(not shutil.which("xgettext"), reason="the gettext tools are not installed")
def test_texts_can_be_extracted_for_a_translator(tmp_path):
    """`makemessages` reads every source without a complaint, and finds words of templates and of Python alike."""
    for folder in ("accounts", "practices", "practice_hub", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "locale").mkdir()
    without_settings = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "cy"]
    made = subprocess.run(command, cwd=tmp_path, env=without_settings, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    catalogue = (tmp_path / "locale/cy/LC_MESSAGES/django.po").read_text()
    assert "Skip to main content" in catalogue
    assert "Someone else must review a write-up of yours." in catalogue
