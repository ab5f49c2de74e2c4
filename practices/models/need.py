from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import roles
from practices.models.discussion import organisations_of
from practices.models.practice import Practice

from .blocked import LeavesOutBlocked

# So long members alone are asked; what has no answer then is for the moderators.
FOR_MEMBERS = timedelta(days=14)


class NeedQuerySet(LeavesOutBlocked):
    def written_by_blocked(self):
        return Q(asked_by__blocked_at__isnull=False)

    def of(self, user):
        return self.filter(asked_by=user)

    def visible_to(self, user):
        """One's own; what is shared with members; for moderators everything. Visitors are told of none.

        What is hidden, or whose asker is blocked, is not shown to others; what was withdrawn is to those who answered.
        """
        if not user.is_authenticated:
            return self.none()
        if roles.is_moderator(user):
            return self
        answered = Exists(NeedAnswer.objects.filter(need=OuterRef("pk"), by=user))
        kept = ~Q(outcome=Need.Outcome.WITHDRAWN) | answered
        shared = Q(is_shared=True, hidden_at=None) & ~self.written_by_blocked() & kept
        return self.filter(Q(asked_by=user) | shared)

    def open(self):
        """What may still be answered."""
        return self.filter(closed_at=None, hidden_at=None)

    def answered(self, user):
        """What has an answer that this person may know of."""
        return self.filter(Exists(NeedAnswer.objects.visible_to(user).shown().filter(need=OuterRef("pk"))))

    def waiting(self):
        """What nobody has answered yet, the oldest first."""
        unanswered = ~Exists(NeedAnswer.objects.shown().filter(need=OuterRef("pk")))
        return self.open().filter(unanswered).order_by("asked_at", "pk")

    def for_moderators(self):
        """What waits for them, the oldest first: asked of them alone, or of members in vain for two weeks."""
        return self.waiting().filter(Q(is_shared=False) | Q(asked_at__lt=timezone.now() - FOR_MEMBERS))

    def for_listing(self):
        return self.select_related("asked_by", "organisation").prefetch_related("topics")

    def for_page(self):
        return self.select_related("asked_by", "organisation").prefetch_related("topics", "places")

    def with_answers_for(self, user):
        """Fetches, as `told`, the answers that this person may know of."""
        answers = NeedAnswer.objects.visible_to(user).select_related("practice__published_revision").oldest()
        return self.prefetch_related(Prefetch("answers", answers, to_attr="told"))

    def newest(self):
        return self.order_by("-asked_at", "-pk")


class Need(models.Model):
    """“Does anybody have a way to …?”: what somebody looked for and did not find."""

    class ShownAs(models.TextChoices):
        NAME = "name", _("My name")
        ORGANISATION = "organisation", _("My organisation, without my name")
        MEMBER = "member", _("“A member”, without my name")

    class Outcome(models.TextChoices):
        HELPED = "helped", _("An answer helped")
        ELSEWHERE = "elsewhere", _("Found out in another way")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    question = models.TextField(_("what is looked for"), max_length=300)
    detail = models.TextField(_("what else to know"), max_length=2000, blank=True)
    topics = models.ManyToManyField("practices.Topic", blank=True, related_name="needs", verbose_name=_("topics"))
    places = models.ManyToManyField("accounts.Place", blank=True, related_name="needs", verbose_name=_("places"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="needs")
    asked_at = models.DateTimeField(auto_now_add=True)
    # Shown to members; what was asked of the moderators alone is not.
    is_shared = models.BooleanField(_("shown to members"), default=False)
    shown_as = models.CharField(_("shown as"), max_length=12, choices=ShownAs, default=ShownAs.NAME)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("for")
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    outcome = models.CharField(_("what became of it"), max_length=10, choices=Outcome, blank=True)
    helped_by = models.ForeignKey(
        "practices.NeedAnswer",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the answer that helped"),
    )
    closing_words = models.TextField(_("what helped"), max_length=500, blank=True)
    # When the moderators were told that nobody had answered it.
    passed_on_at = models.DateTimeField(null=True, blank=True)
    search = models.GeneratedField(
        expression=models.Func(
            "question",
            "detail",
            template="to_tsvector('english', %(expressions)s)",
            arg_joiner=" || ' ' || ",
            output_field=SearchVectorField(),
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_why = models.CharField(_("reason"), max_length=300, blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [
            models.CheckConstraint(
                name="need_closed_with_an_outcome",
                condition=Q(closed_at=None, outcome="", helped_by=None, closing_words="")
                | Q(closed_at__isnull=False) & ~Q(outcome=""),
            ),
            models.CheckConstraint(name="need_helped_by_an_answer", condition=Q(helped_by=None) | Q(outcome="helped")),
            models.CheckConstraint(
                name="need_hidden_with_a_reason",
                condition=Q(hidden_at=None, hidden_why="") | Q(hidden_at__isnull=False) & ~Q(hidden_why=""),
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(closed_at=None), name="need_open"),
            GinIndex(fields=["search"], name="need_search"),
        ]

    def __str__(self):
        return self.question

    def get_absolute_url(self):
        return reverse("need", args=[self.pk])

    @property
    def is_open(self):
        return self.closed_at is None and self.hidden_at is None

    @property
    def has_answer(self):
        return any(answer.is_shown for answer in self.answers.all())

    @property
    def shown_who(self):
        """Who asks, as other members are told. Moderators are told the name."""
        if self.shown_as == self.ShownAs.NAME:
            return str(self.asked_by)
        return self.organisation.name if self.organisation else _("A member")


class NeedAnswerQuerySet(LeavesOutBlocked):
    def written_by_blocked(self):
        return Q(by__blocked_at__isnull=False)

    def shown(self):
        return self.filter(status=NeedAnswer.Status.SHOWN)

    def visible_to(self, user):
        """The answers this person may know of: to a need, and with a practice, that they may read now."""
        if not user.is_authenticated:
            return self.none()
        readable = Practice.objects.visible_to(user).published()
        told = self.filter(need__in=Need.objects.visible_to(user)).filter(Q(practice=None) | Q(practice__in=readable))
        if roles.is_moderator(user):
            return told
        others = Q(status=NeedAnswer.Status.SHOWN) & ~self.written_by_blocked()
        return told.filter(Q(by=user) | others)

    def for_page(self):
        """With all that the page says of who answers, and of the practice."""
        return self.select_related("by", "practice__published_revision", "practice__organisation").prefetch_related(
            "practice__published_revision__places", organisations_of("by")
        )

    def oldest(self):
        return self.order_by("at", "pk")


class NeedAnswer(models.Model):
    """What somebody can tell who reads a need: a practice, that they would write one, or that they can be asked."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", _("A practice")
        OFFER = "offer_to_write", _("An offer to write it up")
        PERSON = "person", _("A person to talk to")
        MODERATOR = "moderator", _("From a moderator")

    class Status(models.TextChoices):
        SHOWN = "shown", _("Shown")
        HIDDEN = "hidden", _("Hidden by a moderator")

    OFFERS_ONESELF = frozenset({Kind.OFFER, Kind.PERSON})

    need = models.ForeignKey(Need, models.CASCADE, related_name="answers", verbose_name=_("need"))
    # Nobody, once their account is erased. Whoever offers something of themselves takes that along.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="need_answers")
    at = models.DateTimeField(_("answered"), auto_now_add=True)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    practice = models.ForeignKey(
        "practices.Practice",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="answers_to_needs",
        verbose_name=_("practice"),
    )
    # What somebody writes who offered to. No reader hears of it: once published it stands in `practice`.
    draft = models.ForeignKey(
        "practices.Practice", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("draft")
    )
    words = models.TextField(_("answer"), max_length=2000, blank=True)
    written_to_at = models.DateTimeField(_("the asker wrote to them"), null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.SHOWN)
    hidden_why = models.CharField(_("reason"), max_length=300, blank=True)

    objects = NeedAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a need")
        verbose_name_plural = _("answers to needs")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="need_answer_names_a_practice_or_none",
                condition=Q(kind="practice", practice__isnull=False) | ~Q(kind="practice") & Q(practice=None),
            ),
            models.CheckConstraint(
                name="need_answer_draft_is_offered", condition=Q(draft=None) | Q(kind="offer_to_write")
            ),
            models.CheckConstraint(
                name="need_answer_says_something",
                condition=Q(kind__in=["practice", "offer_to_write"]) | ~Q(words=""),
            ),
            models.CheckConstraint(
                name="need_answer_is_offered_by_somebody",
                condition=~Q(kind__in=["offer_to_write", "person"]) | Q(by__isnull=False),
            ),
            models.CheckConstraint(
                name="need_answer_hidden_with_a_reason", condition=~Q(status="hidden") | ~Q(hidden_why="")
            ),
            models.UniqueConstraint(fields=["need", "practice"], name="need_answer_one_for_each_practice"),
            models.UniqueConstraint(
                fields=["need", "by", "kind"],
                condition=Q(kind__in=["offer_to_write", "person"]),
                name="need_answer_offered_once",
            ),
        ]

    def __str__(self):
        return f"answer {self.pk} to need {self.need_id}"

    @property
    def is_shown(self):
        return self.status == self.Status.SHOWN
