"""Texts for Wagtail's modelsearch, which searches the rows of models that name their fields to it."""

from django.db import models
from modelsearch import index
from modelsearch.queryset import SearchableQuerySetMixin


class TextQuerySet(SearchableQuerySetMixin, models.QuerySet):
    pass


class Text(index.Indexed, models.Model):
    number = models.IntegerField(primary_key=True)
    title = models.TextField()
    body = models.TextField()

    # The boost is the one that its documentation gives to titles and names.
    search_fields = [index.SearchField("title", boost=2.0), index.SearchField("body")]

    objects = TextQuerySet.as_manager()

    def __str__(self):
        return self.title
