from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.choices import Adapted, AdopterShownAs, AdoptionStatus, AdoptionStoppedBecause, Essential
from practices.models.practice import Practice


class AdoptionQuerySet(models.QuerySet):
    def confirmed(self):
        """What a manager stands by. A proposal counts nowhere."""
        return self.exclude(confirmed_at=None)

    def proposed(self):
        return self.filter(confirmed_at=None).order_by("proposed_at", "pk")

    def going_on(self):
        """Confirmed ones that have not stopped."""
        return self.confirmed().exclude(status=AdoptionStatus.STOPPED)

    def told(self):
        """Confirmed ones of which readers are told the place."""
        return self.confirmed().exclude(shown_as=AdopterShownAs.COUNTED)

    def told_in_use(self):
        return self.told().filter(status=AdoptionStatus.IN_USE)

    def in_use_in(self, places):
        """What a team in one of these places has in use, as far as readers are told."""
        return self.told_in_use().filter(place__in=places)

    def of(self, organisations):
        return self.filter(organisation__in=organisations)

    def visible_to(self, user):
        """What this person may know of: what is confirmed of practices they may read, and their organisation's own.

        How much of it they are told, its `shown_as` says; see `Adoption.tells`.
        """
        visible = Q(confirmed_at__isnull=False, practice__in=Practice.objects.published().visible_to(user))
        if user.is_authenticated:
            visible |= Q(organisation__in=list(user.memberships_by_organisation))
        return self.filter(visible)

    def by_place(self):
        """Alphabetically by place, and never by how many or how much."""
        return self.select_related("organisation", "place").order_by(
            Lower("place__short_name"), Lower("organisation__name"), Lower("team"), "pk"
        )

    def shown_by(self, organisation, user):
        """What the organisation lets readers know under its name, of practices that this person may read."""
        named = self.confirmed().filter(
            organisation=organisation, shown_as__in=[AdopterShownAs.TEAM, AdopterShownAs.ORGANISATION]
        )
        return (
            named.filter(practice__in=Practice.objects.published().visible_to(user))
            .select_related("practice__published_revision")
            .order_by(Lower("practice__published_revision__title"), Lower("team"), "pk")
        )

    def for_page(self):
        return self.select_related(
            "practice__published_revision", "practice__organisation", "revision", "organisation", "place", "lead"
        ).prefetch_related("practice__authorships", "changes", "adaptations")


class Adoption(models.Model):
    """That a team uses or tries a practice; `revision` is what the practice said when they took it up.

    A member may propose it; it is one once a manager of the organisation has confirmed it.
    """

    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="adoptions")
    revision = models.ForeignKey("practices.Revision", models.CASCADE, related_name="adoptions")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="adoptions")
    team = models.CharField(_("team"), max_length=120, blank=True)
    place = models.ForeignKey("accounts.Place", models.PROTECT, related_name="adoptions", verbose_name=_("place"))
    status = models.CharField(_("how far you are"), max_length=12, choices=AdoptionStatus)
    started = models.DateField(_("started"), null=True, blank=True)  # the first of a month
    what_it_took = models.TextField(_("what it took"), max_length=1000, blank=True)

    stopped_because = ArrayField(
        models.CharField(max_length=12, choices=AdoptionStoppedBecause),
        default=list,
        blank=True,
        verbose_name=_("why it stopped"),
    )
    stopped_why = models.CharField(_("why it stopped, in a sentence"), max_length=300, blank=True)

    shown_as = models.CharField(
        _("how readers are told of it"), max_length=12, choices=AdopterShownAs, default=AdopterShownAs.PLACE
    )
    is_askable = models.BooleanField(_("others may ask"), default=False)
    # Who is asked how it goes, and to whom what others ask is sent.
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="leads_adoptions"
    )

    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # When anybody of the team last said how it goes.
    heard_at = models.DateTimeField(default=timezone.now)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                F("practice"), F("organisation"), Lower("team"), name="adoption_once_for_each_team"
            ),
            models.CheckConstraint(
                name="adoption_stopped_for_a_reason",
                condition=Q(status="stopped", stopped_because__len__gt=0) & ~Q(stopped_why="")
                | ~Q(status="stopped") & Q(stopped_because=[], stopped_why=""),
            ),
            models.CheckConstraint(
                name="adoption_begun_at_some_time", condition=Q(status="considering") | Q(started__isnull=False)
            ),
            models.CheckConstraint(name="adoption_started_is_a_month", condition=Q(started=None) | Q(started__day=1)),
        ]
        indexes = [models.Index(fields=["practice", "status"], name="adoption_of_practice")]

    def __str__(self):
        return f"adoption {self.pk} of {self.practice_id}"

    def get_absolute_url(self):
        """Its own page, for its organisation; others read of it among the adopters of the practice."""
        return reverse("adoption", args=[self.pk])

    @property
    def is_confirmed(self):
        return self.confirmed_at is not None

    @property
    def is_going_on(self):
        return self.is_confirmed and self.status != AdoptionStatus.STOPPED

    @property
    def who(self):
        """Who adopts it, for those who may know."""
        return f"{self.team}, {self.organisation.name}" if self.team else self.organisation.name

    @property
    def shown_who(self):
        """Who adopts it, as readers are told; nothing where they are told the place alone, or numbers."""
        return {AdopterShownAs.TEAM: self.who, AdopterShownAs.ORGANISATION: self.organisation.name}.get(
            self.shown_as, ""
        )


class AdoptionChange(models.Model):
    """A status that an adoption took, from which day. Rows are only ever added."""

    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="changes")
    status = models.CharField(max_length=12, choices=AdoptionStatus)
    on = models.DateField(_("on"))
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("change of an adoption")
        verbose_name_plural = _("changes of adoptions")
        ordering = ["adoption", "recorded_at", "pk"]

    def __str__(self):
        return f"{self.status} from {self.on}"


class Adaptation(models.Model):
    """What an adopter made of one step of the revision they adopted."""

    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="adaptations")
    position = models.PositiveSmallIntegerField()  # of the step in the revision, from 0
    step = models.TextField(_("step"), max_length=2000)
    essential = models.CharField(max_length=8, choices=Essential, blank=True)
    made_of_it = models.CharField(_("what you made of it"), max_length=8, choices=Adapted)
    how = models.CharField(_("how you do it instead"), max_length=300, blank=True)
    why = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("adaptation")
        verbose_name_plural = _("adaptations")
        ordering = ["adoption", "position"]
        constraints = [
            models.UniqueConstraint(fields=["adoption", "position"], name="adaptation_once_for_each_step"),
            models.CheckConstraint(
                name="adaptation_says_what_and_why",
                condition=Q(made_of_it="kept", how="", why="")
                | (Q(made_of_it="changed") & ~Q(how="") & ~Q(why=""))
                | (Q(made_of_it="dropped", how="") & ~Q(why="")),
            ),
        ]

    def __str__(self):
        return f"{self.made_of_it}: {self.step}"
