"""The OpenAPI document, made of what reads requests and writes answers: the parameters and the resources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings

from practices.api import problems
from practices.api.fields import NUMBER, TEXT, Resource, Schema, list_of, or_null, record
from practices.api.links import SLUG
from practices.api.questions import OF_A_LIST, Parameter, of_practices
from practices.api.resources import ORGANISATION, PLACE, PRACTICE, PRACTICE_SUMMARY, RESOURCES, TOPIC
from practices.filters import PracticeFilterSet
from practices.structured_data import absolute

ROOT = "/api/v1/"
VERSION = "1.0.0"
WHAT_CAN_GO_WRONG = {
    400: "The address asks for what the hub does not have; `invalid_parameters` says what is wrong.",
    401: "The token lets nobody in.",
    406: "The answer would be JSON, which `Accept` rules out.",
    429: "Too many requests within an hour; `Retry-After` says in how many seconds to go on.",
}
NOT_FOUND = {404: "There is none, or the reader may not read it."}


@dataclass(frozen=True)
class Endpoint:
    """An address of the API, what it gives, and what may be asked of it."""

    path: str
    key: str  # of the operation
    summary: str
    gives: Resource
    is_list: bool
    parameters: Sequence[Parameter] = ()

    @property
    def answer(self) -> Schema:
        one = {"$ref": f"#/components/schemas/{self.gives.name}"}
        if not self.is_list:
            return one
        return record(
            {
                "total": NUMBER | {"description": "How many there are."},
                "items": list_of(one),
                "next": or_null(TEXT) | {"description": "Where the next page is, if there is one."},
            }
        )


def endpoints(filterset: PracticeFilterSet) -> list[Endpoint]:
    """All but the schema itself. The filters' values are those that the hub has today."""
    several, single = partial(Endpoint, is_list=True), partial(Endpoint, is_list=False)
    return [
        several("practices/", "listPractices", "Find practices", PRACTICE_SUMMARY, parameters=of_practices(filterset)),
        single("practices/{slug}/", "readPractice", "One practice, in full", PRACTICE),
        several("topics/", "listTopics", "All topics", TOPIC, parameters=OF_A_LIST),
        single("topics/{slug}/", "readTopic", "One topic", TOPIC),
        several("places/", "listPlaces", "All places", PLACE, parameters=OF_A_LIST),
        single("places/{slug}/", "readPlace", "One place", PLACE),
        several("organisations/", "listOrganisations", "All organisations", ORGANISATION, parameters=OF_A_LIST),
        single("organisations/{slug}/", "readOrganisation", "One organisation", ORGANISATION),
    ]


def document(filterset: PracticeFilterSet) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.HUB_NAME}: API",
            "version": VERSION,
            "description": "What the pages of the hub tell people. It reads and never writes.",
        },
        "servers": [{"url": absolute("")}],
        "paths": {f"{ROOT}{each.path}": {"get": _operation(each)} for each in endpoints(filterset)},
        "components": {
            "schemas": {resource.name: resource.schema for resource in RESOURCES} | {"Problem": _problem()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        # Without a token one reads what everybody may.
        "security": [{}, {"token": []}],
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    said = [_parameter(each) for each in endpoint.parameters]
    if not endpoint.is_list:
        said.append({"name": "slug", "in": "path", "required": True, "schema": SLUG})
    wrong = WHAT_CAN_GO_WRONG if endpoint.is_list else WHAT_CAN_GO_WRONG | NOT_FOUND
    return {
        "operationId": endpoint.key,
        "summary": endpoint.summary,
        "parameters": said,
        "responses": {
            "200": {
                "description": endpoint.gives.about,
                "headers": {"ETag": {"schema": TEXT, "description": "For `If-None-Match`."}},
                "content": {"application/json": {"schema": endpoint.answer}},
            },
            "304": {"description": "It is as `If-None-Match` says."},
            **_problems(wrong.items()),
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    said = {"name": parameter.name, "in": "query", "description": str(parameter.about), "schema": parameter.schema}
    return said | {"schema": list_of(parameter.schema), "explode": True} if parameter.is_list else said


def _problems(wrong: Iterable[tuple[int, str]]) -> dict[str, Any]:
    content = {problems.CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {str(status): {"description": about, "content": content} for status, about in sorted(wrong)}


def _problem() -> Schema:
    return {
        "type": "object",
        "description": "Problem details, as RFC 9457 has them.",
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": NUMBER,
            "detail": TEXT,
            "invalid_parameters": list_of(record({"name": TEXT, "reason": TEXT})),
        },
        "required": ["type", "title", "status", "detail"],
        "additionalProperties": False,
    }
