from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AskedAuthorQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(mailed_at=None)


class AskedAuthor(models.Model):
    """That somebody is asked what others look for, since a practice of theirs comes near it: once for each need."""

    need = models.ForeignKey("practices.Need", models.CASCADE, related_name="asked_authors", verbose_name=_("need"))
    practice = models.ForeignKey("practices.Practice", models.CASCADE, related_name="+", verbose_name=_("practice"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)
    mailed_at = models.DateTimeField(_("asked"), null=True, blank=True)  # or let go of

    objects = AskedAuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("asked author")
        verbose_name_plural = _("asked authors")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["need", "author"], name="asked_author_once_for_each_need")]
        indexes = [models.Index(fields=["author"], condition=models.Q(mailed_at=None), name="asked_author_waiting")]

    def __str__(self):
        return f"{self.author_id} about need {self.need_id}"
