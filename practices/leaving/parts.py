"""Which rows are a person's, and what of them their copy holds. Every relation to a person stands in one of the two.

What is other people's is left out of the rows: whom somebody invited, who answered, what a moderator read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from practices.models import NeedAnswer


@dataclass(frozen=True)
class Part:
    """The rows of a model that one of its relations makes somebody's; `without` are columns of other people's."""

    relation: str
    title: str | Promise
    without: frozenset[str] = frozenset()
    only: tuple[str, ...] = ()

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.relation.rpartition(".")[0])

    def rows(self, person: Any) -> models.QuerySet:
        return self.model._base_manager.filter(**{self.relation.rpartition(".")[2]: person}).order_by("pk")

    def fields(self) -> list[models.Field]:
        """Nobody is named: a column that says who else had to do with it is never among them."""
        of_the_model = [field for field in self.model._meta.concrete_fields if field.related_model is not User]
        if self.only:
            return [field for field in of_the_model if field.name in self.only]
        return [field for field in of_the_model if not (field.name in self.without or field.generated)]


A_REVISION = ("id", "practice", "number", "created_at", "submitted_at", "published_at")
OF_AN_ANSWER = ("id", "other_organisation", "words", "asked_at", "day", "status")
A_CONFIRMATION = ("id", "form", "day", "host_confirmed_at", "guest_confirmed_at")
PARTS = (
    Part("account.emailaddress.user", _("Your e-mail addresses")),
    Part("accounts.membership.user", _("Organisations you belong to, or belonged to")),
    Part("accounts.organisation.proposed_by", _("Organisations you proposed")),
    Part("accounts.invitation.invited_by", _("Invitations you sent"), frozenset({"email", "token"})),
    Part("practices.revision.created_by", _("Versions you began"), only=A_REVISION),
    Part("practices.revision.submitted_by", _("Versions you submitted"), only=A_REVISION),
    Part("practices.sectionsave.saved_by", _("Sections you were the last to save")),
    Part("practices.attachment.uploaded_by", _("Files you added to write-ups"), frozenset({"text"})),
    Part("practices.comment.author", _("Your comments and replies")),
    Part("practices.endorsement.user", _("Your endorsements")),
    Part("practices.report.reporter", _("What you reported to the moderators")),
    Part("practices.need.asked_by", _("What you asked for and did not find")),
    Part("practices.askedauthor.author", _("What others asked for that you were told of, for a write-up of yours")),
    Part("practices.needanswer.by", _("Your answers to what others asked for")),
    Part("practices.review.moderator", _("Decisions you made as a moderator"), frozenset({"snapshot"})),
    Part("practices.revision.held_by", _("Versions you have taken to review"), only=(*A_REVISION, "held_at")),
    Part("practices.adoption.lead", _("Adoptions you lead in your organisation")),
    Part("practices.adoption.proposed_by", _("Adoptions you recorded"), frozenset({"confirmed_at"})),
    Part("practices.adoption.confirmed_by", _("Adoptions you confirmed"), only=("id", "practice", "confirmed_at")),
    Part("practices.adoptionchange.recorded_by", _("Changes of adoptions you recorded")),
    Part(
        "practices.audit.set_up_by",
        _("Audits you set up"),
        only=("id", "practice", "period_from", "period_to", "set_up_at"),
    ),
    Part("practices.auditchecker.user", _("Audits in which you checked cases")),
    Part("practices.upstreamchoice.chosen_by", _("What you decided about newer revisions of what you use")),
    Part("practices.followup.recipient", _("What you were asked about adoptions, and answered")),
    Part("practices.followup.thanked_by", _("Reports you thanked a team for"), only=("id", "adoption", "thanked_at")),
    Part("practices.followuppause.set_by", _("Questions about adoptions that you paused")),
    Part("practices.briefing.by", _("Briefings you gave"), only=("id", "adoption", "revision", "on", "people")),
    Part("practices.briefing.recorded_by", _("Briefings you recorded")),
    Part("practices.suggestion.made_by", _("Changes you suggested for your team")),
    Part(
        "practices.suggestion.decided_by",
        _("Suggestions you answered"),
        only=("id", "practice", "status", "answer", "decided_at"),
    ),
    Part("practices.auditfinding.made_by", _("Findings of audits you added")),
    Part("practices.auditfinding.who", _("What you undertook after an audit")),
    Part("practices.apitoken.user", _("Tokens of your programs"), frozenset({"token_hash", "ending"})),
    Part("practices.duefeed.user", _("The address of your calendar"), only=("id", "made_at")),
    Part("practices.contactmessage.sender", _("When you wrote to somebody’s contact, and what until it was answered")),
    Part("practices.contactpause.set_by", _("Breaks of contacts that you set")),
    Part("practices.shadowing.posted_by", _("Shadowing you offered or asked for"), frozenset({"words", "learning"})),
    Part("practices.shadowing.other", _("Shadowing you answered"), only=OF_AN_ANSWER),
    Part("practices.shadowing.host_confirmed_by", _("Shadowing you confirmed for the host"), only=A_CONFIRMATION),
    Part("practices.shadowing.guest_confirmed_by", _("Shadowing you confirmed for the guest"), only=A_CONFIRMATION),
    Part("practices.newsletter.saved_by", _("Newsletters you edited"), only=("id", "begun_at")),
    Part("practices.newsletter.sent_by", _("Newsletters you sent"), only=("id", "sent_at")),
    Part("practices.dismissal.said_by", _("What you said is not about a person")),
    Part("practices.trustedreader.user", _("Drafts you were asked to read")),
    Part("practices.readernote.author", _("Your notes on drafts")),
    Part("practices.factcheck.asked_by", _("Fact checks you asked for as a moderator"), frozenset({"email", "note"})),
    Part("practices.specialism.user", _("Topics you said you know")),
    Part("practices.lawchange.marked_by", _("Changes of law you marked as a moderator")),
    Part("practices.collection.owner", _("Your collections of saved practices")),
    Part(
        "practices.optionsreport.begun_by",
        _("Options reports you began for your organisation"),
        only=("id", "organisation", "question", "begun_at"),
    ),
    Part("practices.reportsave.saved_by", _("Sections of options reports you were the last to save")),
    Part("practices.savedsearch.person", _("Searches you saved")),
    Part("practices.follow.person", _("What you follow")),
    Part("practices.alerts.person", _("How often you are e-mailed of what you follow"), frozenset({"mail"})),
    Part("practices.reminder.recipient", _("What you were reminded of")),
    Part("practices.notification.recipient", _("What you were told")),
)


class Told(Part):
    """Answers to what somebody asked, as they may read them now."""

    def rows(self, person: Any) -> models.QuerySet:
        return super().rows(person) & NeedAnswer.objects.visible_to(person).shown()


# Theirs by what it stands in.
IN_THEIRS = (
    Told(
        "practices.needanswer.need__asked_by",
        _("Answers to what you asked for"),
        frozenset({"draft", "status", "hidden_why"}),
    ),
    Part("practices.savedpractice.collection__owner", _("Practices you saved, and your notes on them")),
)
# Relations to a person that make no part, and why.
LEFT_OUT = {
    "practices.collection_readers.user": "whom somebody lets read a collection is in its owner’s",
    "practices.optionsreport_editors.user": "who writes a report is the organisation’s",
    "accounts.user_groups.user": "nobody is put into groups",
    "accounts.user_user_permissions.user": "nobody is given single permissions",
    "admin.logentry.user": "the events of the record of what happened say the same",
    "practices.authorship.user": "the write-ups themselves are a part, with every version",
    "practices.trustedreader.asked_by": "whom somebody asked to read is the reader’s",
    "practices.handledform.user": "it recognises a double click, and is deleted after a week",
}
# Of the account itself: all but the password, which nobody can read, and what the hub makes no use of.
OF_THE_ACCOUNT = (
    "id",
    "email",
    "display_name",
    "job_title",
    "is_moderator",
    "is_superuser",
    "is_active",
    "blocked_at",
    "blocked_why",
    "date_joined",
    "last_login",
    "wants_review_mail",
    "wants_discussion_mail",
    "wants_newsletter",
)
