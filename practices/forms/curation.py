from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.forms.fields import PlainTextField
from practices.models import Topic


class TopicForm(forms.Form):
    """What readers see of a topic."""

    name = PlainTextField(
        label=_("Name"),
        help_text=_("As a colleague would look for it, in a word or three."),
        max_length=Topic._meta.get_field("name").max_length,
        error_messages={"required": _("Give the topic a name")},
    )
    description = PlainTextField(
        label=_("Description"),
        help_text=_("One line that says what belongs here. It stands under the name in the list of topics."),
        max_length=Topic._meta.get_field("description").max_length,
        required=False,
    )

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any):
        super().__init__(*args, initial={"name": topic.name, "description": topic.description}, **kwargs)
        self.topic = topic

    def clean_name(self) -> str:
        """Not that of a topic that readers know; a suggestion of the name would become this topic."""
        name = self.cleaned_data["name"]
        if Topic.objects.curated().filter(name__iexact=name).exclude(pk=self.topic.pk).exists():
            raise forms.ValidationError(_("There is a topic of this name already. Choose another name, or merge them"))
        return name


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        label=_("Merge it into"),
        queryset=Topic.objects.none(),
        empty_label=_("Choose a topic"),
        error_messages={"required": _("Choose the topic that takes its place")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Topic.objects.curated().alphabetical()
