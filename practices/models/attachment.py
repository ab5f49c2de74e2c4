from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from practices.choices import FileKind, FileRemoved

CHUNK = 1_000_000  # bytes fetched at once


class AttachmentQuerySet(models.QuerySet):
    def shown(self):
        """Those that others than who added them may be told of."""
        return self.exclude(Q(names_somebody=True) | Q(looks_filled_in=True, blank_because=""))

    def unused(self, practice):
        """Those that no version of the write-up has any more."""
        return self.filter(practice=practice, revisions=None)

    def with_words(self):
        """With whether the check had any words of them to read."""
        return self.for_reading().annotate(has_words=~Q(text=""))

    def for_reading(self):
        """Without the text inside, which only the check reads."""
        return self.defer("text")


class Attachment(models.Model):
    """A file that goes with a write-up. What it holds is never changed: another file takes its place.

    It is held while it looks like somebody's record; see `is_held`.
    """

    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="attachments")
    title = models.CharField(_("title"), max_length=120)
    name = models.CharField(_("name of the file"), max_length=100)
    kind = models.CharField(_("kind"), max_length=4, choices=FileKind)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    # What the check reads; a scan and a picture say nothing.
    text = models.TextField(blank=True)
    removed = ArrayField(
        models.CharField(max_length=20, choices=FileRemoved), default=list, blank=True, verbose_name=_("taken out")
    )
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("added"), auto_now_add=True)

    # Something that surely tells who somebody is stands in it, and nobody has said that it does not.
    names_somebody = models.BooleanField(default=False)
    looks_filled_in = models.BooleanField(default=False)
    blank_because = models.CharField(_("why it is about nobody"), max_length=300, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="attachment_excused_only_if_it_looks_filled_in",
                condition=Q(blank_because="") | Q(looks_filled_in=True),
            )
        ]

    def __str__(self):
        return self.title

    @property
    def is_held(self) -> bool:
        """Whether nobody but who added it may see it, whatever state the write-up is in."""
        return self.names_somebody or (self.looks_filled_in and not self.blank_because)

    @property
    def removed_in_words(self) -> str:
        return "; ".join(str(FileRemoved(key).label) for key in self.removed)

    def chunks(self) -> Iterator[bytes]:
        """What it holds, piece by piece. Raises AttachmentContent.DoesNotExist where it is gone meanwhile."""
        held = AttachmentContent.objects.filter(pk=self.pk)
        for start in range(1, self.size + 1, CHUNK):
            yield bytes(held.annotate(piece=Substr("data", start, CHUNK)).values_list("piece", flat=True).get())


class AttachmentContent(models.Model):
    """The bytes of a file, in a table of their own, so that no query of another fetches them by mistake."""

    attachment = models.OneToOneField(Attachment, models.CASCADE, primary_key=True, related_name="content")
    data = models.BinaryField()

    class Meta:
        verbose_name = _("content of a file")
        verbose_name_plural = _("contents of files")

    def __str__(self):
        return str(self.pk)
