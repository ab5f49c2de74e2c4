from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from practices.attachments.kinds import ENDINGS
from practices.attachments.refusals import Why
from practices.forms.base import TypedForm
from practices.forms.fields import PlainTextField, words
from practices.imports.archive import MOST_BYTES
from practices.models import Attachment


class FileForm(TypedForm):
    """A file for the write-up. Whether it can be taken is known once it has been read (`actions.attachments`)."""

    marks_optional = False

    title = PlainTextField(
        label=_("What is it?"),
        help_text=_("For example “Blank referral form” or “How we work, easy read”. Readers see this."),
        max_length=Attachment._meta.get_field("title").max_length,
        error_messages={"required": _("Say what the file is")},
    )
    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "PDF, Word, Excel, PowerPoint, OpenDocument text, PNG or JPEG, of 10 MB at most. "
            "Nothing that has been filled in about a person."
        ),
        allow_empty_file=True,  # its own message says what to do
        error_messages={"required": _("Choose a file")},
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > MOST_BYTES:
            raise forms.ValidationError(Why.TOO_LARGE.label)
        return file


class BlankForm(TypedForm):
    """Why a file that looks filled in is about nobody. One page may have several."""

    because = words(
        _("Why is it about nobody?"),
        Attachment._meta.get_field("blank_because").max_length,
        hint=_("For example “an example with an invented name”. The moderators read this."),
        missing=_("Say why it is about nobody"),
        rows=2,
    )
