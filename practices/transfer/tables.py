"""What of the database is taken along, and why the rest is not. Every model of every app stands in one of the two.

What of a model is taken is not listed: all its columns are, but those that PostgreSQL reckons by itself, and its
many-to-many relations. A column of bytes becomes a file for each row.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models

TAKEN = (
    "account.emailaddress",
    "accounts.auditevent",
    "accounts.invitation",
    "accounts.membership",
    "accounts.organisation",
    "accounts.organisationdomain",
    "accounts.place",
    "accounts.placeindicator",
    "accounts.placeindicatorset",
    "accounts.user",
    "practices.adaptation",
    "practices.adoption",
    "practices.adoptionchange",
    "practices.askedauthor",
    "practices.alerts",
    "practices.attachment",
    "practices.attachmentcontent",
    "practices.audit",
    "practices.auditcase",
    "practices.auditchecker",
    "practices.auditcriterion",
    "practices.auditfinding",
    "practices.auditscore",
    "practices.auditshare",
    "practices.authorship",
    "practices.briefing",
    "practices.collection",
    "practices.comment",
    "practices.contactmessage",
    "practices.contactpause",
    "practices.dismissal",
    "practices.endorsement",
    "practices.factcheck",
    "practices.follow",
    "practices.followup",
    "practices.followuppause",
    "practices.followupstep",
    "practices.harvestrecord",
    "practices.lawchange",
    "practices.need",
    "practices.needanswer",
    "practices.news",
    "practices.newsletter",
    "practices.newsletteritem",
    "practices.notification",
    "practices.oldslug",
    "practices.optionsreport",
    "practices.pathway",
    "practices.pathwaystage",
    "practices.pooledfigure",
    "practices.practice",
    "practices.readernote",
    "practices.reminder",
    "practices.report",
    "practices.reportoption",
    "practices.reportsave",
    "practices.reportsearch",
    "practices.returnreason",
    "practices.review",
    "practices.revision",
    "practices.revisiontopic",
    "practices.savedpractice",
    "practices.savedsearch",
    "practices.searchlog",
    "practices.sectionsave",
    "practices.shadowing",
    "practices.specialism",
    "practices.suggestion",
    "practices.term",
    "practices.topic",
    "practices.trustedreader",
    "practices.upstreamchoice",
)
# What `migrate` makes rows of: a hub with these alone is empty, and what is brought in takes their place.
MADE_BY_MIGRATE = frozenset({"practices.followupstep"})
LEFT_OUT = {
    "account.emailconfirmation": "links that prove an address are signed, and no row is made of them",
    "accounts.writecount": "it counts what somebody sends, and programs read, within an hour",
    "admin.logentry": "the audit events say the same, and without names",
    "auth.group": "roles stand on people and memberships; nobody is put into groups",
    "auth.permission": "`migrate` makes it, and roles stand elsewhere",
    "contenttypes.contenttype": "`migrate` makes it",
    "post_office.attachment": "mails carry none",
    "post_office.email": "what waits to be sent leaves from the hub that it waits in",
    "post_office.emailtemplate": "mails are made of files that come with the hub",
    "post_office.log": "it is about mails that stay behind",
    "practices.apitoken": "it is a secret of one hub; people make new tokens in the other",
    "practices.contentchange": "it only says that something has changed; the import makes it anew",
    "practices.duefeed": "it is a secret of one hub; people make a new address in the other",
    "practices.handledform": "it recognises a double click, within a week",
    "practices.searchbitmap": "`rebuild_search` makes it from what is published",
    "practices.searchblock": "`rebuild_search` makes it from what is published",
    "practices.searchcorpus": "`rebuild_search` makes it from what is published",
    "practices.searchentry": "`rebuild_search` makes it from what is published",
    "practices.searchword": "`rebuild_search` makes it from what is published",
    "practices.vocabularyword": "`rebuild_search` makes it from what is published",
    "sessions.session": "people sign in again; what was typed without being saved goes with their session",
    "taggit.tag": "topics have a table of their own, practices.topic",
    "taggit.taggeditem": "topics have a table of their own, practices.revisiontopic",
}


def taken() -> list[type[models.Model]]:
    return [apps.get_model(label) for label in TAKEN]


def columns_of(model: type[models.Model]) -> list[models.Field]:
    """The columns that stand in the rows of an export."""
    return [
        field for field in model._meta.concrete_fields if not (field.generated or isinstance(field, models.BinaryField))
    ]


def lists_of(model: type[models.Model]) -> list[models.ManyToManyField]:
    """Its many-to-many relations to what is taken, where no model of its own stands between the two."""
    return [
        field
        for field in model._meta.many_to_many
        if field.remote_field.through._meta.auto_created and field.related_model._meta.label_lower in TAKEN
    ]


def bytes_of(model: type[models.Model]) -> models.BinaryField | None:
    """The column of which every row is a file of its own."""
    return next((field for field in model._meta.concrete_fields if isinstance(field, models.BinaryField)), None)


def file_name(model: type[models.Model], key: Any) -> str:
    return f"{model._meta.model_name}/{key}"


def has_numbers(model: type[models.Model]) -> bool:
    """Whether PostgreSQL numbers its rows."""
    return isinstance(model._meta.pk, models.AutoField)
