from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from accounts.models import User
from practices import choices, lifecycle
from practices.lifecycle import Status

from .blocked import LeavesOutBlocked
from .topic import RevisionTopic

NARRATIVE = 8000  # characters in a free-text field
SENTENCES = 2000
NOTES = 80_000  # all that an imported text may have, where none of it found another place


def _text(label, max_length=NARRATIVE):
    return models.TextField(label, max_length=max_length, blank=True)


def _rows(label):
    # Repeating parts are JSON lists of flat objects; `practices/forms/rows.py` says which keys a row has.
    return models.JSONField(label, default=list, blank=True)


def _several(label, choice_class):
    return ArrayField(
        models.CharField(max_length=30, choices=choice_class), default=list, blank=True, verbose_name=label
    )


class RevisionQuerySet(LeavesOutBlocked):
    def written_by_blocked(self):
        """By them alone: whoever writes with somebody who is blocked is not held up by that."""
        others = User.objects.filter(authorships__practice=OuterRef("practice"), blocked_at=None)
        return Q(~Exists(others), submitted_by__blocked_at__isnull=False)

    def in_review(self):
        return self.filter(status=Status.SUBMITTED, draft_of__isnull=False)

    def for_queue(self):
        """What waits for a moderator, oldest first, with all that the queue shows."""
        return (
            self.in_review()
            .select_related("practice__organisation", "practice__published_revision", "submitted_by", "held_by")
            .select_related("practice__draft_revision")
            .prefetch_related("practice__authorships__user", "practice__draft_revision__section_saves", "topics")
            .order_by("submitted_at", "pk")
        )

    def next_for(self, moderator):
        """The oldest item that nobody else holds and that the moderator may decide on; None when all is done."""
        theirs = Q(practice__authorships__user=moderator) | Q(submitted_by=moderator)
        theirs |= Q(created_by=moderator) | Q(section_saves__saved_by=moderator)
        free = self.for_queue().not_from_blocked().filter(Q(held_by=None) | Q(held_by=moderator))
        return free.exclude(pk__in=self.in_review().filter(theirs).values("pk")).first()


class Revision(models.Model):
    """What a practice says, at one point of its life.

    What a published revision claims is never edited again; whom to ask and when to check it again, which claim
    nothing, are (see actions/staying_true.py).
    """

    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    # The moderator who has taken it, so that two do not read the same thing.
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="holds")
    held_at = models.DateTimeField(null=True, blank=True)
    change_note = models.CharField(_("what changed"), max_length=300, blank=True)

    title = models.CharField(_("title"), max_length=120, blank=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=choices.Kind, default=choices.Kind.EXAMPLE)
    sector = models.CharField(_("sector"), max_length=10, choices=choices.Sector, blank=True)
    who_for = _several(_("who it is for"), choices.WhoFor)
    setting = _several(_("setting"), choices.Setting)
    frameworks = _several(_("approaches it draws on"), choices.Framework)

    problem = _text(_("what was happening before"))
    what_we_do = _text(_("what you do"))
    steps = _rows(_("steps"))  # text, essential

    process_owner = models.CharField(_("process owner"), max_length=120, blank=True)
    process_version = models.CharField(_("version"), max_length=30, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=120, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    process_steps = _rows(_("process steps"))  # actor, action, record_kept, time_limit
    exceptions = _text(_("exceptions"), SENTENCES)

    team = models.CharField(_("team"), max_length=120, blank=True)
    places = models.ManyToManyField("accounts.Place", blank=True, related_name="revisions", verbose_name=_("places"))
    partners = _rows(_("partners"))  # kind, name, part

    stage = models.CharField(_("stage"), max_length=10, choices=choices.Stage, blank=True)
    started = models.DateField(_("started"), null=True, blank=True)
    started_precision = models.CharField(
        max_length=7, choices=[("year", _("year")), ("month", _("month"))], default="month"
    )
    started_not_known = models.BooleanField(_("start not known"), default=False)
    stopped_because = models.CharField(
        _("reason for stopping"), max_length=20, choices=choices.StoppedBecause, blank=True
    )
    stopped_why = _text(_("why it stopped"), SENTENCES)

    resources_core = _text(_("what it cannot do without"), SENTENCES)
    resources_optional = _text(_("what helps"), SENTENCES)
    resources_offer = _text(_("what you can offer others"), SENTENCES)
    cost_band = models.CharField(
        _("cost"), max_length=10, choices=choices.CostBand, default=choices.CostBand.NOT_KNOWN, blank=True
    )
    cost_basis = _text(_("what the cost covers"), SENTENCES)
    timeline = _rows(_("timeline"))  # weeks, what

    outcomes = _rows(_("outcomes"))  # claim, measure, before, after, number, period
    outcomes_not_measured = models.BooleanField(_("not measured yet"), default=False)
    evidence = models.CharField(
        _("what it rests on"), max_length=20, choices=choices.Evidence, default=choices.Evidence.EXPERIENCE
    )
    people_said = _text(_("what people said"), SENTENCES)
    equity = _text(_("whom it did not reach or suit"), SENTENCES)
    did_not_work = _text(_("what did not work"))
    risks = _rows(_("risks"))  # risk, guard, safeguarding

    good_fit = _text(_("works best where"), SENTENCES)
    poor_fit = _text(_("think twice if"), SENTENCES)
    first_three_steps = _rows(_("first three steps"))  # text
    used_correctly = _rows(_("signs that it is done well"))  # text

    law = _rows(_("law and guidance"))  # title, reference, checked_on
    links = _rows(_("links"))  # title, url
    based_on = _text(_("based on"), SENTENCES)
    sources = _rows(_("published sources"))  # author, title, year, url; the starter library

    # Kept with every revision that was published with them.
    attachments = models.ManyToManyField(
        "practices.Attachment", blank=True, related_name="revisions", verbose_name=_("files")
    )

    contact_name = models.CharField(_("who to ask"), max_length=120, blank=True)
    contact_role = models.CharField(_("their role"), max_length=120, blank=True)
    # Never shown: messages go through the hub.
    contact_email = models.EmailField(_("where messages go"), blank=True)
    contact_deputy = models.EmailField(_("deputy"), blank=True)
    contact_calls = models.PositiveSmallIntegerField(
        _("messages a month you can take"), null=True, blank=True, validators=[MaxValueValidator(200)]
    )

    shown_as = models.CharField(_("shown as"), max_length=10, choices=choices.ShownAs, default=choices.ShownAs.NAME)
    visibility = models.CharField(
        _("who may read it"), max_length=15, choices=choices.Visibility, default=choices.Visibility.PUBLIC
    )
    topics = TaggableManager(_("topics"), through=RevisionTopic, blank=True)
    review_by = models.DateField(_("review by"), null=True, blank=True)

    declared_nobody_recognisable = models.BooleanField(default=False)
    declared_consent_held = models.BooleanField(default=False)
    declared_interests = models.BooleanField(default=False)
    interests = _text(_("interests"), SENTENCES)

    # For its authors alone; see `sections.NOTES`.
    notes = _text(_("notes to yourselves"), NOTES)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["practice", "number"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="revision_number_once_for_each_practice"),
            models.CheckConstraint(
                name="revision_held_since_a_moment",
                condition=Q(held_by=None) | Q(held_at__isnull=False),
            ),
            models.CheckConstraint(
                name="revision_published_at_a_moment",
                condition=~Q(status="published") | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(name="revision_is_not_retired", condition=~Q(status="retired")),
        ]

    def __str__(self):
        return f"{self.title} ({self.number})"

    def move_to(self, status):
        """Take the step, or raise lifecycle.TransitionNotAllowed. The caller saves."""
        lifecycle.check_move(self.status, status)
        self.status = status

    @property
    def is_process(self):
        return self.kind == choices.Kind.PROCESS

    @property
    def files(self):
        """Those of its files that whoever reads it is shown."""
        return [file for file in self.attachments.all() if not file.is_held]

    @property
    def hides_organisation(self):
        """Whether readers are shown the region alone, not the place, the organisation or the team."""
        return self.shown_as == choices.ShownAs.REGION


class SectionSave(models.Model):
    """When a section of a draft was last saved, by whom, and how often: the version two editors compare."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="section_saves")
    section = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "section"], name="section_save_once")]

    def __str__(self):
        return f"{self.section} of {self.revision_id}"


class HandledForm(models.Model):
    """A form that has been dealt with, by the key it carried: the second click of a double click finds it."""

    key = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    url = models.CharField(max_length=300)
    handled_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return str(self.key)
