from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class SavedSearchQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(person=user)

    def by_name(self):
        return self.order_by(Lower("name"), "pk")


class SavedSearch(models.Model):
    """A search that somebody keeps under a name. `query` is the query string of its page, with what is known alone."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("name"), max_length=120)
    query = models.CharField(max_length=2000)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "query"], name="saved_search_once")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{reverse('practices')}?{self.query}"
