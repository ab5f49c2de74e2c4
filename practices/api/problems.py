"""What has gone wrong, as programs are told: problem details, as RFC 9457 has them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

CONTENT_TYPE = "application/problem+json"
ROOT = "/api/"


class Problem(Exception):
    """Answers a request with this status; `detail` says what to do. `invalid` is (parameter, what is wrong with it)."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        invalid: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ):
        super().__init__(detail)
        self.status, self.detail, self.invalid, self.headers = status, detail, invalid, headers or {}

    @property
    def said(self) -> dict[str, Any]:
        said: dict[str, Any] = {
            "type": "about:blank",  # the status says all there is
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": str(self.detail),
        }
        if self.invalid:
            said["invalid_parameters"] = [{"name": name, "reason": str(reason)} for name, reason in self.invalid]
        return said


def answer(problem: Problem) -> HttpResponse:
    body = json.dumps(problem.said, ensure_ascii=False)
    headers = {**problem.headers, "Cache-Control": "no-store"}
    return HttpResponse(body, status=problem.status, content_type=CONTENT_TYPE, headers=headers)


def is_of_programs(request: HttpRequest) -> bool:
    """Whether whoever asks reads JSON: of errors, too, that no view of ours had a part in."""
    return request.path_info.startswith(ROOT)


def of_the_server(is_away: bool, seconds: int) -> HttpResponse:
    """Something is wrong with the hub itself: its database is away, or nobody knows yet what it is."""
    if is_away:
        detail = _("The hub cannot answer just now. Try again in %(seconds)d seconds.") % {"seconds": seconds}
        return answer(Problem(503, detail, headers={"Retry-After": str(seconds)}))
    return answer(Problem(500, _("Something went wrong in the hub.")))
