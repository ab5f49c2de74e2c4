from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from practices.choices import Standing
from practices.forms.base import with_plain_newlines
from practices.forms.fields import PlainTextField
from practices.forms.starting import SentOnce
from practices.models import Comment, Endorsement, Report

LONGEST_MESSAGE = 4000


def _words(label: Any, max_length: int, *, missing: Any, hint: Any = "", rows: int = 5) -> PlainTextField:
    return PlainTextField(
        label=label,
        help_text=hint,
        max_length=max_length,
        widget=forms.Textarea(attrs={"rows": rows, "data-character-count": "true"}),
        error_messages={"required": missing},
    )


def _limit(model: Any, name: str) -> int:
    return model._meta.get_field(name).max_length


class _TypedForm(forms.Form):
    """What is typed counts the same here as in the browser: a new line is one character."""

    def __init__(self, data: QueryDict | None = None, **kwargs: Any):
        super().__init__(None if data is None else with_plain_newlines(data), **kwargs)


class EndorsementForm(_TypedForm):
    standing = forms.ChoiceField(
        label=_("Where do you stand?"),
        help_text=_("With “I receive this support” your name is not shown. With the others it is."),
        choices=Standing,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where you stand")},
    )
    why = _words(
        _("Why, in a line"),
        _limit(Endorsement, "why"),
        hint=_("For example: “It cut our waiting list, and families tell us they know whom to ring.”"),
        missing=_("Say why in a line: it helps others more than a count does"),
        rows=2,
    )

    def clean_why(self) -> str:
        return " ".join(self.cleaned_data["why"].split())


class CommentForm(_TypedForm, SentOnce):
    body = _words(
        _("Your comment"),
        _limit(Comment, "body"),
        hint=_(
            "Ask, or say what you found when you tried it. Leave out anything that tells who a person is. "
            "You can use *emphasis*, lists that begin with a dash, and links."
        ),
        missing=_("Write something first"),
    )


class EditCommentForm(_TypedForm):
    body = _words(
        _("Your comment"), _limit(Comment, "body"), missing=_("Write something, or remove the comment"), rows=8
    )


class ReportForm(_TypedForm):
    reason = _words(
        _("What is wrong with it?"),
        _limit(Report, "reason"),
        hint=_("Only moderators read this. For example: somebody could be recognised, or it is unkind."),
        missing=_("Say what is wrong, so that a moderator knows what to look for"),
        rows=3,
    )


class HideForm(_TypedForm):
    why = _words(
        _("Why do you hide it?"),
        _limit(Comment, "hidden_why"),
        hint=_("Its author reads this in an e-mail. Be kind and specific: what could they write instead?"),
        missing=_("Say why, so that its author knows what to do differently"),
        rows=3,
    )


class ContactForm(_TypedForm, SentOnce):
    message = _words(
        _("Your message"),
        LONGEST_MESSAGE,
        hint=_(
            "Say what you want to do, and what you would like to know. Leave out anything that tells who a person is."
        ),
        missing=_("Write your message first"),
        rows=10,
    )
