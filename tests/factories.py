"""Real rows for tests, in states named as we speak: `PracticeFactory(state="published")`.

A state leaves the same rows as the actions do; what an action does beside (audit, mail) is its own test.
"""

import hashlib
from datetime import date, timedelta
from importlib import import_module

import factory
from allauth.account.models import EmailAddress
from django.apps import apps
from django.utils import timezone
from django.utils.text import slugify
from factory.django import DjangoModelFactory

from accounts.models import Membership, Organisation, OrganisationDomain, Place, PlaceIndicator, PlaceIndicatorSet, User
from practices.auditing import sampling
from practices.content import copy_for_editing
from practices.law import key_of
from practices.lifecycle import Status
from practices.models import (
    Adoption,
    AdoptionChange,
    Attachment,
    AttachmentContent,
    Audit,
    AuditCase,
    AuditChecker,
    AuditCriterion,
    AuditFinding,
    AuditScore,
    Authorship,
    Briefing,
    Collection,
    Comment,
    Endorsement,
    FactCheck,
    FollowUp,
    LawChange,
    Need,
    NeedAnswer,
    Newsletter,
    OptionsReport,
    Pathway,
    PathwayStage,
    Practice,
    ReportOption,
    ReturnReason,
    Revision,
    SavedPractice,
    Shadowing,
    Suggestion,
    Term,
    Topic,
)
from practices.search.entries import index

PASSWORD = "correct horse battery staple"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@council.example")
    display_name = factory.Sequence(lambda n: f"Sam Okafor {n}")
    job_title = "Social worker"
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def verified(self, create, extracted, **kwargs):
        """Address verified unless `verified=False`."""
        if extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)

    @factory.post_generation
    def organisation(self, create, extracted, **kwargs):
        """`organisation=…` makes an active member of it."""
        if extracted:
            MembershipFactory(user=self, organisation=extracted)

    @factory.post_generation
    def manages(self, create, extracted, **kwargs):
        """`manages=…` makes a manager of that organisation."""
        if extracted:
            MembershipFactory(user=self, organisation=extracted, role=Membership.Role.MANAGER)


class ModeratorFactory(UserFactory):
    is_moderator = True


class AdministratorFactory(UserFactory):
    is_staff = True
    is_superuser = True


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place

    gss_code = factory.Sequence(lambda n: f"E0899{n:04d}")
    short_name = factory.Sequence(lambda n: f"Northbridge {n}")
    official_name = factory.SelfAttribute("short_name")
    slug = factory.LazyAttribute(lambda place: slugify(place.short_name))
    kind = Place.Kind.METROPOLITAN_DISTRICT
    region = "North West"
    nation = Place.Nation.ENGLAND


def give_figures(indicator, figures, **traits):
    """Made-up figures by their places, as if they had been loaded."""
    about = {"source": "Figures made up for a test", "published_on": date(2026, 1, 1)}
    of = PlaceIndicatorSet.objects.create(indicator=indicator, **(about | traits))
    rows = [PlaceIndicator(of=of, place=place, value=value) for place, value in figures.items()]
    PlaceIndicator.objects.bulk_create(rows)
    return of


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Northbridge Council {n}")
    slug = factory.LazyAttribute(lambda organisation: slugify(organisation.name))
    kind = Organisation.Kind.LOCAL_AUTHORITY
    verified_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def domain(self, create, extracted, **kwargs):
        """`domain="council.example"` gives it an e-mail domain."""
        if extracted:
            OrganisationDomain.objects.create(organisation=self, domain=extracted)

    @factory.post_generation
    def places(self, create, extracted, **kwargs):
        if extracted:
            self.places.set(extracted)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic
        django_get_or_create = ("slug",)

    name = factory.Sequence(lambda n: f"Topic {n}")
    slug = factory.LazyAttribute(lambda topic: slugify(topic.name))
    is_curated = True


class PathwayFactory(DjangoModelFactory):
    """`topics=[…]` are those of its one stage."""

    class Meta:
        model = Pathway
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Leaving hospital {n}")
    slug = factory.LazyAttribute(lambda pathway: slugify(pathway.name))
    summary = "From the ward until support at home is reviewed."

    @factory.post_generation
    def topics(self, create, extracted, **kwargs):
        if extracted:
            stage = PathwayStage.objects.create(pathway=self, position=1, name="On the ward")
            stage.topics.set(extracted)


class ReturnReasonFactory(DjangoModelFactory):
    class Meta:
        model = ReturnReason

    section = "context"
    words = factory.Sequence(lambda n: f"What was it like before, and for whom? ({n})")


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term

    term = factory.Sequence(lambda n: f"ABBR{n}")
    preferred = factory.Sequence(lambda n: f"a longer name {n}")
    kind = Term.Kind.ABBREVIATION


class LawChangeFactory(DjangoModelFactory):
    class Meta:
        model = LawChange

    title = "Care Act 2014"
    key = factory.LazyAttribute(lambda change: key_of(change.title))
    what_changed = "Section 9 asks for more."
    changed_on = factory.LazyFunction(timezone.localdate)
    marked_at = factory.LazyFunction(timezone.now)
    counts_from = factory.LazyAttribute(lambda change: LawChange.counted_from(change.changed_on, change.marked_at))


class NeedFactory(DjangoModelFactory):
    class Meta:
        model = Need
        skip_postgeneration_save = True

    question = "Does anybody share hospital transport between two teams?"
    asked_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def of_topics(self, create, extracted, **kwargs):
        self.topics.set(extracted or [])


class NeedAnswerFactory(DjangoModelFactory):
    class Meta:
        model = NeedAnswer

    need = factory.SubFactory(NeedFactory)
    by = factory.SubFactory(UserFactory)
    kind = NeedAnswer.Kind.MODERATOR
    words = "Ask the team in Eastmoor."


class RevisionFactory(DjangoModelFactory):
    """A complete revision, unless fields are emptied. `places` and `topics` take rows or names."""

    class Meta:
        model = Revision
        skip_postgeneration_save = True

    practice = factory.SubFactory("tests.factories.PracticeFactory")
    number = 1
    title = factory.Sequence(lambda n: f"Hold a discharge huddle every morning {n}")
    summary = "Ward and social care agree each morning who goes home, standing up, in fifteen minutes."
    sector = "adults"
    who_for = ["older_people"]
    setting = ["hospital"]
    problem = "People waited on the ward for days after they were ready to leave."
    what_we_do = "The team meets at the board each morning and agrees one next step for each person."
    steps = [{"text": "Meet at the board", "essential": "yes"}]
    team = "Hospital discharge team"
    stage = "running"
    started = date(2021, 5, 1)
    did_not_work = "Reading the whole list aloud."
    contact_name = "Hospital discharge team"
    contact_role = "Team manager"
    contact_email = "discharge.team@council.example"
    review_by = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=365))
    declared_nobody_recognisable = True
    declared_consent_held = True
    declared_interests = True

    @factory.post_generation
    def places(self, create, extracted, **kwargs):
        self.places.set(extracted if extracted is not None else [PlaceFactory()])

    @factory.post_generation
    def topics(self, create, extracted, **kwargs):
        names = extracted if extracted is not None else ["Hospital discharge"]
        topics = [name if isinstance(name, Topic) else TopicFactory(name=name, slug=slugify(name)) for name in names]
        self.topics.set(topics)


class PracticeFactory(DjangoModelFactory):
    """A draft by `author`, or with `state="in_review"` and so on; see STATES.

    Anything of the revision is given as `revision__…`:
    `PracticeFactory(state="published", revision__title="…", revision__visibility="staff")`.
    """

    class Meta:
        model = Practice
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"discharge-huddle-{n}")
    organisation = factory.SubFactory(OrganisationFactory)

    @factory.post_generation
    def author(self, create, extracted, **kwargs):
        """The lead author, who is made a member of the organisation; `author=False` for nobody."""
        if extracted is not False:
            author = extracted or UserFactory()
            if self.organisation:
                Membership.objects.get_or_create(user=author, organisation=self.organisation)
                author.forget_memberships()
            Authorship.objects.create(practice=self, user=author, is_lead=True)

    @factory.post_generation
    def co_authors(self, create, extracted, **kwargs):
        for user in extracted or []:
            Authorship.objects.create(practice=self, user=user)

    @factory.post_generation
    def revision(self, create, extracted, **kwargs):
        self.draft_revision = RevisionFactory(practice=self, **kwargs)
        self.save(update_fields=["draft_revision"])

    @factory.post_generation
    def state(self, create, extracted, **kwargs):
        """Last of all: puts the practice where the action of that name would have put it."""
        STATES[extracted or "draft"](self)


def _draft(practice):
    pass


def _in_review(practice):
    author = practice.authorships.first()
    _set(
        practice.draft_revision,
        status=Status.SUBMITTED,
        submitted_at=timezone.now(),
        submitted_by=author.user if author else None,
    )


def _returned(practice):
    _in_review(practice)
    _set(practice.draft_revision, status=Status.RETURNED)


def _declined(practice):
    _in_review(practice)
    _set(practice.draft_revision, status=Status.DECLINED)


def _published(practice):
    now = timezone.now()
    revision = practice.draft_revision
    _set(revision, status=Status.PUBLISHED, published_at=now, submitted_at=now)
    _set(
        practice,
        draft_revision=None,
        published_revision=revision,
        published_at=now,
        confirmed_at=now,
        changed_at=now,
    )
    index(practice)


def _changed(practice):
    """Published twice: an older revision stands behind the one that readers see."""
    _published(practice)
    publish_again(practice)


def _retired(practice):
    _published(practice)
    _set(practice, retired_at=timezone.now(), retired_because="outdated", retired_why="The guidance has moved on.")
    index(practice)


def _withheld(practice):
    _published(practice)
    _set(practice, withheld_at=timezone.now(), withheld_why="The second step names a street.")
    index(practice)


def _changing(practice):
    """Published, with a draft revision beside it."""
    _published(practice)
    _set(practice, draft_revision=copy_for_editing(practice, practice.authorships.first().user))


def _changing_in_review(practice):
    _changing(practice)
    _in_review(practice)


class AttachmentFactory(DjangoModelFactory):
    """A blank form with its bytes (`data`), in the current revision or in `revision=…`."""

    class Meta:
        model = Attachment
        skip_postgeneration_save = True

    practice = factory.SubFactory(PracticeFactory)
    title = "Blank referral form"
    name = "referral.pdf"
    kind = "pdf"
    data = b"%PDF-1.7 a blank form"
    size = factory.LazyAttribute(lambda file: len(file.data))
    sha256 = factory.LazyAttribute(lambda file: hashlib.sha256(file.data).hexdigest())
    uploaded_by = factory.LazyAttribute(lambda file: file.practice.authorships.get(is_lead=True).user)

    @classmethod
    def _create(cls, model_class, *args, data, **kwargs):
        file = super()._create(model_class, *args, **kwargs)
        AttachmentContent.objects.create(attachment=file, data=data)
        return file

    @factory.post_generation
    def revision(self, create, extracted, **kwargs):
        (extracted or self.practice.current_revision).attachments.add(self)


STATES = {
    "draft": _draft,
    "in_review": _in_review,
    "returned": _returned,
    "declined": _declined,
    "published": _published,
    "changed": _changed,
    "retired": _retired,
    "withheld": _withheld,
    "changing": _changing,
    "changing_in_review": _changing_in_review,
}


def _set(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))


def publish_again(practice, **changed):
    """The next revision, which says something else in these fields, becomes the one that readers see."""
    revision = copy_for_editing(practice, practice.authorships.first().user)
    now = timezone.now()
    _set(revision, status=Status.PUBLISHED, published_at=now, submitted_at=now, **changed)
    _set(practice, published_revision=revision, changed_at=now, confirmed_at=now)
    index(practice)


class CollectionFactory(DjangoModelFactory):
    """With what is given as `practices`, and for the colleagues that are given as `readers`."""

    class Meta:
        model = Collection
        skip_postgeneration_save = True

    owner = factory.SubFactory(UserFactory)
    name = "Ideas for the discharge project"

    @factory.post_generation
    def practices(self, create, extracted, **kwargs):
        for practice in extracted or []:
            SavedPractice.objects.create(collection=self, practice=practice, note="Ask them about weekends.")

    @factory.post_generation
    def readers(self, create, extracted, **kwargs):
        self.readers.set(extracted or [])


class OptionsReportFactory(DjangoModelFactory):
    """Of a new manager of the organisation, unless `begun_by=` says; with `practices` as options, and `left_out`."""

    class Meta:
        model = OptionsReport
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"report{n}")
    organisation = factory.SubFactory(OrganisationFactory)
    question = "How should we plan discharge on Fridays?"
    begun_by = factory.LazyAttribute(lambda report: UserFactory(manages=report.organisation))

    @factory.post_generation
    def practices(self, create, extracted, **kwargs):
        self.editors.add(self.begun_by)
        for practice in extracted or []:
            ReportOption.objects.create(report=self, practice=practice, revision=practice.published_revision)

    @factory.post_generation
    def left_out(self, create, extracted, **kwargs):
        for practice in extracted or []:
            why = {"is_left_out": True, "left_out_why": "It needs a hospital on the doorstep."}
            ReportOption.objects.create(report=self, practice=practice, revision=practice.published_revision, **why)


def give_endorsement(practice, user=None, **fields):
    user = user or UserFactory()
    return Endorsement.objects.create(
        **{"practice": practice, "user": user, "standing": "use", "why": "It works for our team."} | fields
    )


def load_follow_up_steps():
    """As the migration does; a test that commits empties the table for all that come after it."""
    import_module("practices.migrations.0036_follow_up_steps").load(apps, None)


class AdoptionFactory(DjangoModelFactory):
    """Confirmed, unless `confirmed_at=None`; a new manager of the organisation leads it, unless `lead=` says."""

    class Meta:
        model = Adoption
        skip_postgeneration_save = True

    practice = factory.SubFactory(PracticeFactory, state="published")
    revision = factory.SelfAttribute("practice.published_revision")
    organisation = factory.SubFactory(OrganisationFactory)
    team = "Discharge team"
    place = factory.SubFactory(PlaceFactory)
    status = "trying"
    started = date(2026, 1, 1)
    lead = factory.LazyAttribute(lambda adoption: UserFactory(manages=adoption.organisation))
    proposed_by = factory.SelfAttribute("lead")
    confirmed_by = factory.SelfAttribute("lead")
    confirmed_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def changes(self, create, extracted, **kwargs):
        AdoptionChange.objects.create(adoption=self, status=self.status, on=self.started or timezone.localdate())


class AuditFactory(DjangoModelFactory):
    """Being set up, or with `state="scoring"` or `state="finished"`, by a new manager of the organisation.

    `adoption=…` makes it one of an adoption; otherwise the practice's own organisation checks itself. `checker=` and
    `second=` are who scores.
    """

    class Meta:
        model = Audit
        skip_postgeneration_save = True

    adoption = None
    practice = factory.LazyAttribute(
        lambda audit: audit.adoption.practice if audit.adoption else PracticeFactory(state="published")
    )
    revision = factory.LazyAttribute(
        lambda audit: audit.adoption.revision if audit.adoption else audit.practice.published_revision
    )
    organisation = factory.LazyAttribute(lambda audit: (audit.adoption or audit.practice).organisation)
    team = factory.LazyAttribute(lambda audit: audit.adoption.team if audit.adoption else "")
    period_from = date(2026, 1, 1)
    period_to = date(2026, 3, 31)
    cases_in_scope = 40
    sample_size = 12
    set_up_by = factory.LazyAttribute(lambda audit: UserFactory(manages=audit.organisation))

    @factory.post_generation
    def criteria(self, create, extracted, **kwargs):
        texts = extracted or ("The family is told", "Somebody rings next day", "The plan names who comes")
        for position, text in enumerate(texts, start=1):
            AuditCriterion.objects.create(audit=self, position=position, text=text, what_counts="The record says so")

    @factory.post_generation
    def checker(self, create, extracted, **kwargs):
        person = extracted or UserFactory(organisation=self.organisation)
        AuditChecker.objects.create(audit=self, user=person, share=self.sample_size)

    @factory.post_generation
    def second(self, create, extracted, **kwargs):
        if extracted:
            share = min(self.sample_size, 10)
            AuditChecker.objects.create(audit=self, user=extracted, is_second=True, share=share)

    @factory.post_generation
    def state(self, create, extracted, replaced=0, answers=None, **kwargs):
        """`state__replaced=` so many cases could not be used; `state__answers=` a list for each criterion."""
        if extracted in ("scoring", "finished"):
            _sample(self, replaced)
        if extracted == "finished":
            give_scores(self, self.checkers.get(is_second=False), answers)
            self.checkers.update(finished_at=timezone.now())
            _set(self, status="finished", finished_at=timezone.now())


def _sample(audit, replaced):
    _set(audit, status="scoring", seed="practice-hub", sampled_at=timezone.now())
    drawn = sampling.draw(audit.seed, audit.cases_in_scope, audit.sample_size + replaced)
    for position, ordinal in enumerate(drawn):
        unusable = AuditCase.objects.filter(audit=audit, position=position - audit.sample_size).first()
        AuditCase.objects.create(audit=audit, ordinal=ordinal, position=position, replaces=unusable)
    AuditCase.objects.filter(audit=audit, position__lt=replaced).update(unusable_because="not_found")


def give_scores(audit, checker, answers=None):
    """The checker's answers, a list for each criterion, to the cases in the order drawn; yes throughout without any."""
    cases = audit.cases.filter(unusable_because="").order_by("position")
    criteria = audit.criteria.all()
    AuditScore.objects.bulk_create(
        AuditScore(case=case, criterion=criterion, checker=checker, answer=answer)
        for criterion, row in zip(criteria, answers or [["yes"] * len(cases)] * len(criteria), strict=True)
        for case, answer in zip(cases, row, strict=False)
    )


class FollowUpFactory(DjangoModelFactory):
    """Asked of whoever leads the adoption, three months after its start, and not answered."""

    class Meta:
        model = FollowUp

    adoption = factory.SubFactory(AdoptionFactory)
    due_on = date(2026, 4, 1)
    recipient = factory.SelfAttribute("adoption.lead")
    asked_at = factory.LazyFunction(timezone.now)

    class Params:
        answered = factory.Trait(answer="going_well", answered_at=factory.LazyFunction(timezone.now))


class SuggestionFactory(DjangoModelFactory):
    """Waits for an answer. `adoption=…` is whose it is; `finding=…` is what a check found, and its audit’s adoption."""

    class Meta:
        model = Suggestion

    class Params:
        accepted = factory.Trait(status="accepted", answer="Thank you.", decided_at=factory.LazyFunction(timezone.now))

    adoption = factory.SubFactory(AdoptionFactory)
    practice = factory.SelfAttribute("adoption.practice")
    organisation = factory.SelfAttribute("adoption.organisation")
    made_by = factory.SelfAttribute("adoption.lead")
    section = "model"
    what = "Say that somebody rings the family before noon."
    why = "Families told us that they wait all morning."


class AuditFindingFactory(DjangoModelFactory):
    """Of a finished audit of an adoption, unless `audit=` says."""

    class Meta:
        model = AuditFinding

    audit = factory.LazyFunction(lambda: AuditFactory(adoption=AdoptionFactory(), state="finished"))
    criterion = factory.LazyAttribute(lambda finding: finding.audit.criteria.first())
    found = "Families hear of the plan, but nobody writes down who told them."
    action = "Put a line for it on the huddle sheet."
    who = factory.LazyAttribute(lambda finding: UserFactory(organisation=finding.audit.organisation))
    by_when = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    made_by = factory.SelfAttribute("audit.set_up_by")


class BriefingFactory(DjangoModelFactory):
    class Meta:
        model = Briefing

    adoption = factory.SubFactory(AdoptionFactory)
    revision = factory.SelfAttribute("adoption.revision")
    on = date(2026, 2, 2)
    by = factory.SelfAttribute("adoption.lead")
    recorded_by = factory.SelfAttribute("adoption.lead")
    people = 6


class NewsletterFactory(DjangoModelFactory):
    """A draft; `sent=True` for one that the worker has still to mail."""

    class Meta:
        model = Newsletter

    since = factory.LazyFunction(lambda: timezone.now() - timedelta(days=7))
    introduction = "A quiet week."

    class Params:
        sent = factory.Trait(is_draft=False, sent_at=factory.LazyFunction(timezone.now))


class ShadowingFactory(DjangoModelFactory):
    """An open offer; `asked=True`, `agreed=True`, `confirmed=True` and `done=True` take it further."""

    class Meta:
        model = Shadowing
        skip_postgeneration_save = True

    kind = "offer"
    skill = "How a discharge huddle is run"
    form = "half_day"
    until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    posted_by = factory.LazyAttribute(lambda row: UserFactory(organisation=row.organisation))
    organisation = factory.SubFactory(OrganisationFactory)

    class Params:
        asked = factory.Trait(
            status="asked",
            other_organisation=factory.SubFactory(OrganisationFactory),
            other=factory.LazyAttribute(lambda row: UserFactory(organisation=row.other_organisation)),
            words="We would like to see how you begin.",
            asked_at=factory.LazyFunction(timezone.now),
        )
        agreed = factory.Trait(
            asked=True,
            status="agreed",
            day=factory.LazyFunction(timezone.localdate),
            agreed_at=factory.LazyFunction(timezone.now),
        )
        confirmed = factory.Trait(
            agreed=True,
            status="confirmed",
            checklist_at=factory.LazyFunction(timezone.now),
            host_confirmed_at=factory.LazyFunction(timezone.now),
            guest_confirmed_at=factory.LazyFunction(timezone.now),
        )
        done = factory.Trait(confirmed=True, status="done", learning="They begin with what went well.", may_show=True)


class FactCheckFactory(DjangoModelFactory):
    """A partner asked about what is in review; give `revision`, a submitted one."""

    class Meta:
        model = FactCheck

    submitted_at = factory.SelfAttribute("revision.submitted_at")
    agency = "Northbridge Hospitals"
    email = "discharge@hospitals.example"
    question = "Is it right that the ward books the transport?"
    asked_by = factory.SubFactory(ModeratorFactory)
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))


class CommentFactory(DjangoModelFactory):
    class Meta:
        model = Comment

    practice = factory.SubFactory(PracticeFactory)
    author = factory.SubFactory(UserFactory)
    body = "Who holds the keys when nobody is in?"


def known_person(**kwargs):
    """Somebody of whom two comments have been approved, so that what they write is shown at once."""
    person = UserFactory(**kwargs)
    CommentFactory.create_batch(2, author=person, practice=PracticeFactory(state="published"))
    return person
