"""What of needs and their answers may be told to anybody who is signed in.

It is less than `visible_to` has for some: whoever asked hears of it from the need itself, and moderators have a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from practices.alerts.readers import Reader
from practices.models import Need, NeedAnswer, News, Practice


class Asked:
    """The needs and answers that are news, as they are now. Two statements, and one for topics."""

    def __init__(self, news: Iterable[News], practices: Mapping[int, Practice]):
        news = list(news)
        shared = Need.objects.filter(is_shared=True, hidden_at=None).exclude(outcome=Need.Outcome.WITHDRAWN)
        needs = shared.not_from_blocked().filter(pk__in={each.need_id for each in news if each.need_id})
        self.needs: dict[int, Any] = {need.pk: need for need in needs.prefetch_related("topics")}
        answers = NeedAnswer.objects.shown().not_from_blocked()
        self._answers = answers.in_bulk({each.answer_id for each in news if each.answer_id})
        self._practices = practices

    def may_tell(self, reader: Reader, news: News) -> bool:
        """Whether it is somebody else's, and about nothing that the reader may not see."""
        need = self.needs.get(news.need_id)
        if need is None or need.asked_by_id == reader.person.pk:
            return False
        if news.kind == News.Kind.ASKED:
            return bool(need.is_open)
        answer = self._answers.get(news.answer_id)
        if answer is None or answer.by_id == reader.person.pk:
            return False
        if answer.practice_id is None:
            return True
        practice = self._practices.get(answer.practice_id)
        return practice is not None and reader.may_read(practice)
