from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class SavedSearchQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(person=user)

    def asking(self, asked):
        return self.filter(asked=asked)

    def by_name(self):
        return self.order_by(Lower("name"), "pk")


class SavedSearch(models.Model):
    """A search that somebody keeps under a name.

    `asked` has what the address of its page says, in lists by name, and only what is known. It holds words as they were
    typed, so that they can be found and removed (actions/purging.py).
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("name"), max_length=120)
    asked = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{reverse('practices')}?{self.query}"

    @property
    def query(self):
        """The query string of its page."""
        return urlencode(self.asked, doseq=True)
