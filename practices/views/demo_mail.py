"""The mails that a demonstration kept in files, readable by anyone: there is no other mailbox."""

import email
from email import policy
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

NEWEST = 200


def _folder():
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not settings.HUB_DEMO or folder is None:
        raise Http404
    return Path(folder)


def _read(path):
    """The mails in one file: the backend separates those of one connection by a line of dashes."""
    parts = path.read_bytes().split(b"\n" + b"-" * 79 + b"\n")
    return [email.message_from_bytes(part, policy=policy.default) for part in parts if part.strip()]


@login_not_required
@require_safe
def messages(request):
    files = sorted(_folder().glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)[:NEWEST]
    rows = [
        {"address": f"{path.stem}.{number}", "mail": mail}
        for path in files
        for number, mail in reversed(list(enumerate(_read(path))))
    ]
    return render(request, "practices/demo_mail/list.html", {"rows": rows})


@login_not_required
@require_safe
def message(request, name):
    stem, _, number = name.rpartition(".")
    for path in _folder().glob("*.log"):
        mails = _read(path) if path.stem == stem else []
        if number.isdecimal() and int(number) < len(mails):
            mail = mails[int(number)]
            return render(request, "practices/demo_mail/message.html", {"mail": mail, "text": mail.get_content()})
    raise Http404
