from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices import comment_policies
from practices.choices import Standing
from practices.forms.base import TypedForm
from practices.forms.fields import words
from practices.forms.starting import SentOnce
from practices.forms.telling import telling_nobody
from practices.models import Comment, Endorsement, Report

LONGEST_MESSAGE = 4000


def _limit(model: Any, name: str) -> int:
    return model._meta.get_field(name).max_length


class EndorsementForm(TypedForm):
    standing = forms.ChoiceField(
        label=_("Where do you stand?"),
        help_text=_("With “I receive this support” your name is not shown. With the others it is."),
        choices=Standing,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where you stand")},
    )
    why = words(
        _("Why, in a line"),
        _limit(Endorsement, "why"),
        hint=_("For example: “It cut our waiting list, and families tell us they know whom to ring.”"),
        missing=_("Say why in a line: it helps others more than a count does"),
        rows=2,
    )

    def clean_why(self) -> str:
        return telling_nobody(" ".join(self.cleaned_data["why"].split()))


class _FewLinks(TypedForm):
    """A comment by `writer`, whose links are counted."""

    def __init__(self, *args: Any, writer: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.writer = writer

    def clean(self) -> dict[str, Any] | None:
        if reason := comment_policies.why_not_so_many_links(self.writer, self.cleaned_data.get("body", "")):
            self.add_error("body", reason)
        return super().clean()


class CommentForm(_FewLinks, SentOnce):
    body = words(
        _("Your comment"),
        _limit(Comment, "body"),
        hint=_(
            "Ask, or say what you found when you tried it. Leave out anything that tells who a person is. "
            "You can use *emphasis*, lists that begin with a dash, and links."
        ),
        missing=_("Write something first"),
    )

    def clean_body(self) -> str:
        return telling_nobody(self.cleaned_data["body"])


class EditCommentForm(_FewLinks):
    body = words(
        _("Your comment"), _limit(Comment, "body"), missing=_("Write something, or remove the comment"), rows=8
    )

    def clean_body(self) -> str:
        return telling_nobody(self.cleaned_data["body"])


class ReportForm(TypedForm):
    reason = words(
        _("What is wrong with it?"),
        _limit(Report, "reason"),
        hint=_("Only moderators read this. For example: somebody could be recognised, or it is unkind."),
        missing=_("Say what is wrong, so that a moderator knows what to look for"),
        rows=3,
    )


class HideForm(TypedForm):
    why = words(
        _("Why do you hide it?"),
        _limit(Comment, "hidden_why"),
        hint=_("Its author is told by e-mail, and reads this. Be kind and specific: what could they write instead?"),
        missing=_("Say why, so that its author knows what to do differently"),
        rows=3,
    )


class ContactForm(TypedForm, SentOnce):
    message = words(
        _("Your message"),
        LONGEST_MESSAGE,
        hint=_(
            "Say what you want to do, and what you would like to know. Leave out anything that tells who a person is."
        ),
        missing=_("Write your message first"),
        rows=10,
    )
