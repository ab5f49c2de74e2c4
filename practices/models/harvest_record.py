from django.contrib.postgres.fields import ArrayField
from django.db import models


class HarvestRecordQuerySet(models.QuerySet):
    def in_order(self):
        """As lists give them: what changed last comes last, so that what changes meanwhile is met again."""
        return self.order_by("datestamp", "pk")


class HarvestRecord(models.Model):
    """What libraries are told of a write-up that has ever been public: since when it stands, or that it is gone.

    PostgreSQL keeps these rows by itself (migration 0052). One stays when its write-up is deleted, and holds no word
    of it: a number, a moment, and topics that readers browse.
    """

    practice_id = models.BigIntegerField(primary_key=True)
    datestamp = models.DateTimeField()  # whole seconds
    is_deleted = models.BooleanField(default=False)
    topic_ids = ArrayField(models.BigIntegerField(), default=list)
    digest = models.CharField(max_length=32, blank=True, default="")  # of its search entry, to tell whether it changed

    objects = HarvestRecordQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["datestamp", "practice_id"], name="harvest_record_order")]

    def __str__(self):
        return f"record of {self.practice_id}"
