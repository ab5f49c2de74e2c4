"""Every row as the forms of a write-up would take it, with what is wrong in the forms' own words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import Organisation, Place, User
from practices import identifiers, identifying, sections
from practices.bulk.cells import BadCell, is_empty, posted, several, single, values_by_label
from practices.bulk.fields import LOOKED_UP, ORGANISATION, OWNER, PLACES, REF, TEXT, TOPICS, label_of
from practices.bulk.mapping import FieldMapping
from practices.bulk.problems import Problem
from practices.bulk.reading import Row
from practices.bulk.texts import told_by
from practices.bulk.write_up import WriteUp, digest_of
from practices.forms import rows
from practices.forms.base import SectionForm
from practices.forms.choosing import OwnTopicsField
from practices.forms.writing import FORMS, BasicsForm
from practices.imports.headings import normal
from practices.imports.refusals import NotReadable
from practices.models import Practice, Revision, Topic
from practices.sections import SECTION_OF

LONGEST_REF = Practice._meta.get_field("source_ref").max_length
# What a form stores beside the answer itself.
STORED_WITH = {"started": ("started", "started_precision")}


@dataclass(frozen=True)
class Checked:
    """What became of a row: a write-up, or problems. `remarks` are worth knowing and keep nothing out."""

    line: int
    write_up: WriteUp | None
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


class Checker:
    """Checks the rows of one file, one after the other: it knows the references that it has seen.

    `owner` and `organisation` are those of rows that say nothing else. What is to be published needs everything that
    publishing needs, and nothing that tells surely who somebody is.
    """

    def __init__(
        self,
        mapping: FieldMapping,
        *,
        publishing: bool,
        owner: User | None = None,
        organisation: Organisation | None = None,
    ):
        self.mapping = mapping
        self.publishing = publishing
        self.owner = owner
        self.organisation = organisation
        self.known = _Known()
        self.columns = mapping.by_field
        self.line_of_ref: dict[str, int] = {}
        self._forms: dict[str, SectionForm] = {}
        self.blank = Practice()
        self.blank.draft_revision = Revision(practice=self.blank)

    def form(self, section: str, sent: MultiValueDict[str, str]) -> SectionForm:
        """The form of the section, sent this."""
        if any(rows.ROW.fullmatch(name) for name in sent):
            return self._new_form(section, sent)
        if section not in self._forms:
            self._forms[section] = self._new_form(section, MultiValueDict())
        return self._forms[section].with_other_answers(sent)

    def _new_form(self, section: str, sent: MultiValueDict[str, str]) -> SectionForm:
        return FORMS[section](sent, practice=self.blank, user=None, without=LOOKED_UP)

    def check(self, row: Row) -> Checked:
        """What the row is, or every reason why it cannot be taken."""
        return _OneRow(self, row).checked()


class _Known:
    """The rows of the hub that cells name, read once for all of them."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        for place in Place.objects.live().order_by("-pk"):
            for name in (place.slug, place.gss_code, place.official_name, place.short_name):
                self.places[normal(name)] = place
        self.topics = {normal(topic.name): topic for topic in Topic.objects.order_by("is_curated", "-pk")}
        self.organisations: dict[str, Organisation] = {}
        for organisation in Organisation.objects.order_by("-pk"):
            self.organisations |= {organisation.slug: organisation, organisation.name.casefold(): organisation}
        self._people: dict[str, User | None] = {}

    def person(self, email: str) -> User | None:
        key = email.casefold()
        if key not in self._people:
            self._people[key] = User.objects.filter(email__iexact=email, is_active=True).first()
        return self._people[key]

    def choices(self, question: str) -> Mapping[str, Any]:
        """Of a question that a text may answer."""
        if question == PLACES:
            return self.places
        return self.topics if question == TOPICS else values_by_label(question)


class _OneRow:
    """A row on its way to being a write-up."""

    def __init__(self, checker: Checker, row: Row):
        self.of = checker
        self.row = row
        self.problems: list[Problem] = []
        self.values: dict[str, Any] = {}
        self.places: list[Place] = []
        self.topics: list[Topic] = []
        self.ref = ""
        self.title = ""

    def checked(self) -> Checked:
        if self.row.problem:
            self._refuse("", self.row.problem)
            return Checked(self.row.line, None, self.problems)
        cells = self._cells()
        self._name(cells)
        told = self._told_by_text(cells)
        cells = self._constants(without=cells.keys() | told.keys()) | cells
        self.places, self.topics = told.pop(PLACES, []), told.pop(TOPICS, [])
        self._check_forms({name: told.pop(name) for name in ("title", "summary") if name in told} | cells)
        self.values |= self._as_stored(told)
        self._find_places(cells)
        self._find_topics(cells)
        owner = self._find_owner(cells)
        organisation = self._find_organisation(cells, owner)
        self._check_ref()
        if self.problems:
            return Checked(self.row.line, None, self.problems)
        write_up = WriteUp(
            self.row.line, self.ref, self.values, tuple(self.places), tuple(self.topics), organisation, owner
        )
        practice = write_up.practice()
        remarks = list(self._look_through(practice))
        if self.problems:
            return Checked(self.row.line, None, self.problems, remarks)
        return Checked(self.row.line, replace(write_up, digest=digest_of(practice.draft)), [], remarks)

    def _refuse(self, name: str, message: Any, field: str | None = None) -> None:
        self.problems.append(self._problem(label_of(name) if name else field or "", message))

    def _problem(self, label: Any, message: Any) -> Problem:
        return Problem(self.row.line, str(message), str(label), self.ref, "" if self.title == self.ref else self.title)

    # What the row says, field by field

    def _cells(self) -> dict[str, Any]:
        """What stands in the row, by field; nothing that is empty."""
        said = {name: self.row.cells.get(column) for name, column in self.of.columns.items()}
        return {name: value for name, value in said.items() if not is_empty(value)}

    def _line(self, cells: Mapping[str, Any], name: str) -> str:
        try:
            return " ".join(single(cells.get(name)).split())
        except BadCell as error:
            self._refuse(name, error)
            return ""

    def _name(self, said: Mapping[str, Any]) -> None:
        """What the row is called: a file without references goes by its titles."""
        # A list is refused with the form's other answers.
        self.title = "" if isinstance(said.get("title"), list) else self._line(said, "title")
        self.ref = self._line(said, REF) if REF in self.of.columns else self.title

    def _constants(self, without: Collection[str]) -> dict[str, Any]:
        constants = self.of.mapping.constants.items()
        return {name: value for name, value in constants if name not in without and not is_empty(value)}

    def _as_stored(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """What a text tells has been sorted by fields, and fits them."""
        started = told["started"].values("started") if "started" in told else {}
        return {**told, **started}

    def _told_by_text(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        if TEXT not in cells:
            return {}
        rest, choices = self.of.mapping.rest, self.of.known.choices
        try:
            told = told_by(single(cells[TEXT]), title=self.title, given=cells.keys(), rest=rest, choices=choices)
        except NotReadable as refusal:
            self._refuse(TEXT, refusal.why.label)
        except BadCell as error:
            self._refuse(TEXT, error)
        else:
            self._name({REF: self.ref, "title": self.title} | told)
            return told
        return {}

    def _check_forms(self, cells: Mapping[str, Any]) -> None:
        """Put what the row says through the form of each section that it says something of."""
        by_section: dict[str, list[str]] = {BasicsForm.section: []}  # which asks for a title in any case
        for name in cells.keys() - LOOKED_UP - {TEXT, REF, OWNER}:
            by_section.setdefault(SECTION_OF[name], []).append(name)
        for section in (section.key for section in sections.SCREENS if section.key in by_section):
            self._check_form(section, by_section[section], cells)

    def _check_form(self, section: str, names: list[str], cells: Mapping[str, Any]) -> None:
        sent: MultiValueDict[str, str] = MultiValueDict()
        bad = set()
        for name in names:
            try:
                sent.update(MultiValueDict(posted(name, cells[name], self.of.mapping.separators.get(name, ""))))
            except BadCell as error:
                bad.add(name)
                self._refuse(name, error)
        form = self.of.form(section, sent)
        values = form.values()
        for name, messages in form.errors.items():
            if name not in bad:
                self.problems += [self._problem(form.label_of(name), message) for message in messages]
        for name in names:
            self.values |= {key: values[key] for key in STORED_WITH.get(name, (name,)) if key in values}

    # What it names of the hub's own

    def _several(self, cells: Mapping[str, Any], name: str) -> list[str]:
        try:
            return several(cells[name], self.of.mapping.separators.get(name, ""))
        except BadCell as error:
            self._refuse(name, error)
            return []

    def _find_places(self, cells: Mapping[str, Any]) -> None:
        if PLACES not in cells:
            return
        names = self._several(cells, PLACES)
        self.places = list({place.pk: place for name in names if (place := self._place(name))}.values())

    def _place(self, name: str) -> Place | None:
        place = self.of.known.places.get(normal(name))
        if place is None:
            self._refuse(PLACES, _("The hub knows no place called “%(name)s”.") % {"name": name})
        return place

    def _find_topics(self, cells: Mapping[str, Any]) -> None:
        """The topics that are known, and in their own words what is not, as an author may have three of."""
        if TOPICS not in cells:
            return
        names = self._several(cells, TOPICS)
        known = [self.of.known.topics.get(normal(name)) for name in names]
        own = [name for name, topic in zip(names, known, strict=True) if topic is None]
        try:
            words = OwnTopicsField().clean(", ".join(own))
        except ValidationError as error:
            for message in error.messages:
                self._refuse(TOPICS, message)
            return
        made = [Topic(name=word) for word in words]
        self.topics = list({topic.name: topic for topic in [*filter(None, known), *made]}.values())

    def _find_owner(self, cells: Mapping[str, Any]) -> User | None:
        if OWNER not in cells:
            if self.of.owner is None and not self.of.publishing:
                self._refuse(OWNER, _("Somebody has to own a draft, since nobody else can read it."))
            return self.of.owner
        email = self._line(cells, OWNER)
        owner = self.of.known.person(email)
        if owner is None:
            self._refuse(OWNER, _("Nobody has an open account with the address “%(email)s”.") % {"email": email})
        return owner

    def _find_organisation(self, cells: Mapping[str, Any], owner: User | None) -> Organisation | None:
        organisation = self.of.organisation
        if ORGANISATION in cells:
            name = self._line(cells, ORGANISATION)
            organisation = self.of.known.organisations.get(name.casefold())
            if organisation is None:
                self._refuse(ORGANISATION, _("The hub knows no organisation called “%(name)s”.") % {"name": name})
                return None
        if owner is None:
            return organisation
        if organisation is None:
            return owner.organisations[0] if len(owner.organisations) == 1 else None
        if organisation.pk not in owner.memberships_by_organisation:
            self._refuse(ORGANISATION, _("The author does not belong to “%(name)s”.") % {"name": organisation.name})
        return organisation

    def _check_ref(self) -> None:
        if not self.ref:
            if REF in self.of.columns:
                self._refuse(REF, _("Fill this in, so that the row is known again."))
            return  # without a title, which the form has said
        if len(self.ref) > LONGEST_REF:
            self._refuse(REF, _("Shorten this to %(most)d characters or fewer.") % {"most": LONGEST_REF})
        first = self.of.line_of_ref.setdefault(self.ref, self.row.line)
        if first != self.row.line:
            self._refuse(REF if REF in self.of.columns else "title", _("Line %(line)d has the same.") % {"line": first})

    # What keeps it from being published

    def _look_through(self, practice: Practice) -> Iterator[Problem]:
        """Refuses what may not be published, and yields what somebody should look at."""
        draft = practice.draft
        if self.of.publishing:
            for gap in sections.missing(draft):
                self._refuse("", _("Publishing needs this."), capfirst(str(gap.label)))
            if practice.organisation and not practice.organisation.is_verified:
                self._refuse(ORGANISATION, _("This organisation has not been verified yet."))
        known = identifying.names_in(practice, draft)
        for place, text in identifying.texts(draft):
            for kind in dict.fromkeys(each.kind for each in identifiers.find(text, known=known)):
                if kind.blocks and self.of.publishing:
                    self._refuse("", f"{kind.label}. {kind.why}", place.label)
                elif kind.blocks or self.of.publishing:
                    yield self._problem(place.label, f"{kind.label}. {kind.why}")
