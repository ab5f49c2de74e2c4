"""The colours of the style sheet, pair by pair: text is at least 4.5 to 1, and what draws a control 3 to 1."""

import re

import pytest
from django.conf import settings

STYLE = (settings.BASE_DIR / "static/css/hub.css").read_text()
NAMED = dict(re.findall(r"--(hub-[a-z-]+|govuk-[a-z-]+): (#[0-9a-f]{3,6});", STYLE))
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")

# Text on a ground that another rule gives it.
ON_ANOTHER_GROUND = [
    ("#fff", "hub-ink"),
    ("#dfeae6", "hub-ink"),
    ("hub-text", "#fff"),
    ("hub-text", "hub-mint"),
    ("hub-text", "hub-paper"),
    ("hub-text", "hub-accent-paper"),
    ("hub-text", "hub-mark"),
    ("hub-ink", "hub-mint"),
    ("hub-ink-soft", "#fff"),
    ("hub-ink-soft", "hub-mark"),
    ("hub-muted", "#fff"),
    ("hub-muted", "hub-paper"),
    ("hub-muted", "hub-mint"),
    ("hub-green", "#fff"),
    ("hub-green", "hub-paper"),
    ("hub-green", "hub-mint"),
    ("hub-green", "hub-accent-paper"),
    ("hub-green-dark", "#fff"),
    ("hub-green-dark", "hub-mint"),
    ("govuk-link-visited-colour", "#fff"),
    ("govuk-error-colour", "#fff"),
    ("#7a2b14", "hub-accent-paper"),
    ("#0b0c0c", "#fd0"),
]
DRAWN = [
    ("hub-field", "#fff"),
    ("hub-green", "#fff"),
    ("hub-accent", "#fff"),
    ("hub-leaf", "hub-ink"),
    ("#fd0", "hub-ink"),
]


def channels(colour):
    digits = NAMED.get(colour, colour).removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]


def luminance(colour):
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels(colour)]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    lighter, darker = sorted([luminance(one), luminance(other)], reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def colour_of(declarations, name):
    found = re.search(rf"(?:^|[;\s]){name}: (?:var\(--([a-z-]+)\)|(#[0-9a-f]{{3,6}}))", declarations)
    return (found[1] or found[2]) if found else None


def pairs_in_one_rule():
    """Every rule that gives text and ground at once."""
    for selector, declarations in RULE.findall(re.sub(r"/\*.*?\*/", "", STYLE, flags=re.DOTALL)):
        text = colour_of(declarations, "color")
        ground = colour_of(declarations, "background") or colour_of(declarations, "background-color")
        if text and ground:
            yield pytest.param(text, ground, id=" ".join(selector.split()))


@pytest.mark.parametrize(("text", "ground"), [*pairs_in_one_rule(), *ON_ANOTHER_GROUND])
def test_text_can_be_told_from_its_ground(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("line", "ground"), DRAWN)
def test_what_draws_a_control_can_be_told_from_its_ground(line, ground):
    assert contrast(line, ground) >= 3


def test_the_measure_is_right_about_black_and_white():
    assert contrast("#000", "#fff") == pytest.approx(21)
