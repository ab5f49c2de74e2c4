"""Kind, specific reasons that a moderator can start from when returning a write-up; each is edited before it leaves."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SUGGESTED: dict[str, Any] = {
    "basics": _(
        "Could the title say what you do, rather than the project’s name? "
        "It helps someone searching in a hurry to find you."
    ),
    "context": _("Readers will want to know what it was like before. What was happening, and for whom?"),
    "model": _(
        "This is a good start. Could you spell out the steps, "
        "so that somebody could try it on Monday without ringing you?"
    ),
    "process": _("Could you say who does each step, what record is kept, and the time limit?"),
    "where": _("Which team runs this, and in which places? It helps others see whether they are like you."),
    "stage": _("Could you say how far you have got? An idea, or something you stopped, is just as welcome."),
    "resources": _("Even a rough idea of staff time and training helps another team decide. “Not known yet” is fine."),
    "outcomes": _(
        "Could you say what this rests on? If you have not measured it, “not measured yet” is a fair answer."
    ),
    "learning": _("What would you not do again? It is the part that colleagues elsewhere need most."),
    "fit": _("Where would you advise a colleague to think twice?"),
    "law": _(
        "Could you give the title and section of the law or guidance that this rests on, and when you checked it?"
    ),
    "contact": _("Could you name a role that will still be there in a year, and a deputy?"),
    "sharing": _("Could you choose topics closer to what this is about, so that people find it?"),
    "identifiable": _(
        "Somebody might recognise a person from what is written here. Could you make it more general, "
        "for example an age range and not an age?"
    ),
}
