"""Forms that must count once, however often a double click or a retry sends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from practices.models import HandledForm


@transaction.atomic
def once(*, key: UUID, by: Any, handle: Callable[[], str]) -> str:
    """The address that `handle` gave when the form with this key was first sent.

    A second sending waits for the first to end, so that it finds the answer and does nothing.
    """
    handled, is_new = HandledForm.objects.get_or_create(key=key, defaults={"user": by, "url": ""})
    if handled.user_id != by.pk:
        raise PermissionDenied(_("This form was drawn for somebody else. Open the page again."))
    if is_new:
        handled.url = handle()
        handled.save(update_fields=["url"])
    return handled.url
