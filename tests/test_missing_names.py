"""The watch over names that templates print and nobody gave: it must see ours, and only ours."""

import pytest
from django.template import Context, Engine, Origin, Template
from django.template.loader import render_to_string

from tests.templates import OURS, MissingNameError


def render(source, path, **context):
    template = Template(source, origin=Origin(name=str(path)), engine=Engine.get_default())
    return template.render(Context(context))


@pytest.mark.parametrize("source", ["{{ titel }}", "{{ page.titel }}", "{% if page %}{{ titel|lower }}{% endif %}"])
def test_a_name_that_is_printed_and_missing_fails(source):
    with pytest.raises(MissingNameError, match=r"practices/page\.html prints"):
        render(source, OURS / "practices/page.html", page={"title": "Huddles"})


@pytest.mark.parametrize("source", ["{% if titel %}x{% endif %}", "{% firstof titel page.title %}", "{{ page.title }}"])
def test_a_name_that_is_only_asked_for_may_be_missing(source):
    render(source, OURS / "practices/page.html", page={"title": "Huddles"})


def test_templates_of_other_packages_are_left_alone():
    assert render("[{{ titel }}]", "/elsewhere/admin/page.html") == "[]"
    render_to_string("admin/404.html")
