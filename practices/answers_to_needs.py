"""A need as one reader sees it: its answers, who they are from, and what the reader may do with each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from practices import need_policies
from practices.conversation import Speaker, speaker_by_name
from practices.models import AskedAuthor, Need, NeedAnswer, Practice

OF_A_NEED = ("tell", "close", "hide", "show", "answer")
OF_AN_ANSWER = ("take_back", "write_to", "hide_answer", "show_answer")
Kind = NeedAnswer.Kind


@dataclass(frozen=True)
class Given:
    """An answer with who gives it, as the reader is told, and what the reader may do with it."""

    answer: NeedAnswer
    speaker: Speaker
    called: str
    may: dict[str, bool]
    is_mine: bool
    has_helped: bool
    why_not_write: str = ""

    @property
    def can_be_acted_on(self) -> bool:
        return any(self.may.values())


def of(need: Need, user: Any) -> list[Given]:
    """What of the answers this person may know of, what helped first, then the oldest."""
    answers = need.answers.visible_to(user).for_page().oldest()
    given = [_given(answer, need, user) for answer in answers]
    return sorted(given, key=lambda each: not each.has_helped)


def may(need: Need, user: Any) -> dict[str, bool]:
    return {action: need_policies.can(user, action, need) for action in OF_A_NEED}


def why_asked(need: Need, user: Any) -> Practice | None:
    """The practice of the reader’s own for which they are asked."""
    if not need.is_open:
        return None
    asked = AskedAuthor.objects.filter(need=need, author=user).first()
    if asked is None:
        return None
    mine = Practice.objects.written_by(user).published().visible_to(user).select_related("published_revision")
    return mine.filter(pk=asked.practice_id).first()


def unwritten_offer(need: Need, user: Any) -> NeedAnswer | None:
    """What the reader has offered to write, and is not published yet."""
    return need.answers.filter(by=user, kind=Kind.OFFER).select_related("draft__draft_revision").first()


def _given(answer: NeedAnswer, need: Need, user: Any) -> Given:
    answer.need = need  # as it is loaded already
    speaker = _speaker(answer, user)
    may = {action: need_policies.can(user, action, answer) for action in OF_AN_ANSWER}
    asks = need.asked_by_id == user.pk and answer.kind == Kind.PERSON
    return Given(
        answer,
        speaker,
        _called(answer, speaker),
        may,
        is_mine=answer.by_id == user.pk,
        has_helped=need.helped_by_id == answer.pk,
        why_not_write=(need_policies.why_not(user, "write_to", answer) or "") if asks else "",
    )


def _speaker(answer: NeedAnswer, user: Any) -> Speaker:
    """Those who offer themselves by name. Who named a practice could be its author, whom it may not name."""
    if answer.by and (answer.kind in NeedAnswer.OFFERS_ONESELF or need_policies.can(user, "look_after")):
        return speaker_by_name(answer.by)
    return Speaker(_("A moderator") if answer.kind == Kind.MODERATOR else _("A member"))


def _called(answer: NeedAnswer, speaker: Speaker) -> str:
    if answer.practice:
        return answer.practice.title
    if answer.kind == Kind.OFFER:
        return _("The offer of %(name)s to write it up") % {"name": speaker.name}
    if answer.kind == Kind.PERSON:
        return _("Talking to %(name)s") % {"name": speaker.name}
    return _("The moderator’s answer")
