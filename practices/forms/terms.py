from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from practices.forms.fields import PlainTextField
from practices.models import Term
from practices.search.language import LONGEST_TERM
from practices.search.words import STEMMED, phrases_of

Kind = Term.Kind


class PhraseField(PlainTextField):
    """Words of which search makes something to look for."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not phrases_of([value], STEMMED)[0]:
            raise forms.ValidationError(_("Search passes over words such as “the”. Add a word that it can look for"))


class TermForm(forms.Form):
    term = PhraseField(
        label=_("What people type"),
        help_text=_("An abbreviation, or the words of another name, such as “D2A” or “domiciliary care”."),
        max_length=Term._meta.get_field("term").max_length,
        error_messages={"required": _("Enter what people type")},
    )
    preferred = PhraseField(
        label=_("What it means"),
        help_text=_("The words that write-ups use for it. Where there are several meanings, add a term for each."),
        max_length=Term._meta.get_field("preferred").max_length,
        error_messages={"required": _("Enter the words that write-ups use for it")},
    )
    kind = forms.ChoiceField(
        label=_("Which of these is it?"),
        choices=[
            (Kind.ABBREVIATION, _("Abbreviation: works both ways, a search for either looks for both")),
            (Kind.VARIANT, _("Another current name: works both ways, too")),
            (Kind.OLDER, _("Older term: understood when somebody types it, and never shown as something to use")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of term it is")},
    )
    note = PlainTextField(
        label=_("Note"),
        help_text=_("For other moderators, for example the nation in which it is used."),
        max_length=Term._meta.get_field("note").max_length,
        required=False,
    )

    def __init__(self, *args: Any, row: Term | None = None, **kwargs: Any):
        self.row = row or Term()
        super().__init__(*args, initial={name: getattr(self.row, name) for name in self.base_fields}, **kwargs)

    def clean_term(self) -> str:
        term = self.cleaned_data["term"]
        if len(term.split()) > LONGEST_TERM:
            too_long = _("Shorten this to %(most)d words or fewer: search looks for no longer names")
            raise forms.ValidationError(too_long, params={"most": LONGEST_TERM})
        return term

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not self.errors:
            self._compare(Term.objects.in_use().exclude(pk=self.row.pk).alphabetical(), **said)
        return said

    def _compare(self, others: QuerySet, *, term: str, preferred: str, kind: str, note: str) -> None:
        """Refuse what the others say already, and what would have search look for an older term by itself."""
        typed, meant = phrases_of([term, preferred], STEMMED)
        if typed == meant:
            self.add_error("preferred", _("Search takes both for the same words. Enter another name for it"))
        elif others.of_pair(term, preferred).exists():
            self.add_error("term", _("This pair is in the list already. Change that one, or choose other words"))
        elif kind != Kind.OLDER and others.of_pair(preferred, term).exists():
            self.add_error("term", _("The list has this pair the other way round. Change that one instead"))
        elif present := others.filter(kind=Kind.OLDER, term_query=meant).first():
            self._refuse("preferred", _("“%(term)s” is an older term itself. Use “%(preferred)s” instead"), present)
        elif kind == Kind.VARIANT and (older := others.filter(kind=Kind.OLDER, term_query=typed).first()):
            self._refuse(
                "kind", _("It is an older term for “%(preferred)s” already. Choose “Older term” here, too"), older
            )
        elif kind == Kind.OLDER and (leading := others.leading_to(typed).first()):
            self._refuse(
                "term", _("The list leads to this: “%(term)s → %(preferred)s”. Change or remove that first"), leading
            )

    def _refuse(self, field: str, message: Any, because_of: Term) -> None:
        params = {"term": because_of.term, "preferred": because_of.preferred}
        self.add_error(field, forms.ValidationError(message, params=params))


class FindTermsForm(forms.Form):
    """What the list is narrowed by. An address that asks for what nobody offers is told so, and shows the list."""

    q = PlainTextField(
        label=_("Find a word"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *Kind.choices], required=False)
    marks_optional = False

    def narrow(self, terms: QuerySet) -> QuerySet:
        self.is_valid()  # cleans; what cannot be searched for is not among the cleaned
        if words := self.cleaned_data.get("q"):
            terms = terms.with_words(words)
        if kind := self.cleaned_data.get("kind"):
            terms = terms.filter(kind=kind)
        return terms
