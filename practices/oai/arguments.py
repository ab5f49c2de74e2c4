"""What a harvester may ask: the verbs with their arguments, days and moments, and where a list goes on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import signing
from django.http import QueryDict

from practices.oai.errors import OaiError, bad_argument

PREFIX = "oai_dc"
TOKEN = "resumptionToken"  # noqa: S105 - the protocol's word for where a list goes on
SALT = "practices.oai"
GOOD_FOR = timedelta(days=1)
MOMENT, DAY = "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d"
SHAPES = {
    re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII): MOMENT,
    re.compile(r"\d{4}-\d\d-\d\d", re.ASCII): DAY,
}


@dataclass(frozen=True)
class Verb:
    needed: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    is_list: bool = False


OF_A_LIST = Verb(frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), is_list=True)
VERBS: Mapping[str, Verb] = {
    "Identify": Verb(),
    "ListMetadataFormats": Verb(optional=frozenset({"identifier"})),
    "ListSets": Verb(is_list=True),
    "GetRecord": Verb(frozenset({"identifier", "metadataPrefix"})),
    "ListIdentifiers": OF_A_LIST,
    "ListRecords": OF_A_LIST,
}


def checked(query: QueryDict) -> dict[str, str]:
    """The verb and its arguments. Raises OaiError for what the protocol does not have."""
    verbs = query.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise OaiError("badVerb", f"Ask with one verb of: {', '.join(VERBS)}.")
    verb = VERBS[verbs[0]]
    given = {name: values for name, values in query.lists() if name != "verb"}
    if repeated := [name for name, values in given.items() if len(values) > 1]:
        raise bad_argument(f"Given more than once: {_named(repeated)}.")
    if verb.is_list and TOKEN in given:
        if len(given) > 1:
            raise bad_argument(f"{TOKEN} stands alone.")
        return {"verb": verbs[0], TOKEN: given[TOKEN][0]}
    if unknown := given.keys() - verb.needed - verb.optional:
        raise bad_argument(f"{verbs[0]} takes no {_named(unknown)}.")
    if missing := verb.needed - given.keys():
        raise bad_argument(f"{verbs[0]} needs {_named(missing)}.")
    arguments = {name: values[0] for name, values in given.items()}
    if empty := [name for name, value in arguments.items() if not value]:
        raise bad_argument(f"Given without a value: {_named(empty)}.")
    return {"verb": verbs[0], **arguments}


def check_format(arguments: Mapping[str, str]) -> None:
    if arguments.get("metadataPrefix", PREFIX) != PREFIX:
        raise OaiError("cannotDisseminateFormat", f"The hub has {PREFIX} alone.")


def _named(names: Any) -> str:
    return ", ".join(sorted(names))[:200]


@dataclass(frozen=True)
class Place:
    """Where in which list a harvester is: what was asked for, how many were given, and the last of them."""

    verb: str
    since: str = ""
    until: str = ""
    of_set: str = ""
    given: int = 0
    last: tuple[str, int] | None = None  # its datestamp and its number

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> Place:
        """At the beginning, or where the token says."""
        if TOKEN in arguments:
            return cls._resumed(arguments)
        since, until = arguments.get("from", ""), arguments.get("until", "")
        _check_days(since, until)
        return cls(arguments["verb"], since, until, arguments.get("set", ""))

    @classmethod
    def _resumed(cls, arguments: Mapping[str, str]) -> Place:
        try:
            said = signing.loads(arguments[TOKEN], salt=SALT, max_age=GOOD_FOR)
        except signing.SignatureExpired as error:
            raise OaiError("badResumptionToken", "The token has expired. Begin the list again.") from error
        except signing.BadSignature as error:
            raise OaiError("badResumptionToken", "The hub gave no such token.") from error
        if said["verb"] != arguments["verb"]:
            raise OaiError("badResumptionToken", f"The token belongs to {said['verb']}.")
        return cls(**said | {"last": tuple(said["last"])})

    def behind(self, number: int, last: tuple[datetime, int]) -> Place:
        return replace(self, given=self.given + number, last=(written(last[0]), last[1]))

    @property
    def token(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)


def _check_days(since: str, until: str) -> None:
    shapes = {_shape(value) for value in (since, until) if value}
    if len(shapes) > 1:
        raise bad_argument("from and until are both days, or both moments.")
    if since and until and moment(since) > moment(until):
        raise bad_argument("from lies behind until.")


def _shape(value: str) -> str:
    for pattern, shape in SHAPES.items():
        if pattern.fullmatch(value):
            try:
                datetime.strptime(value, shape)  # noqa: DTZ007 - only whether there is such a day
            except ValueError:
                break
            return shape
    raise bad_argument("A day is written 2026-11-23, and a moment 2026-11-23T09:30:00Z.")


def moment(value: str, *, end: bool = False) -> datetime:
    """In UTC; with `end`, the last second of a day."""
    shape = _shape(value)
    at = datetime.strptime(value, shape).replace(tzinfo=UTC)
    return at + timedelta(days=1, seconds=-1) if end and shape == DAY else at


def written(at: datetime) -> str:
    return at.astimezone(UTC).strftime(MOMENT)
