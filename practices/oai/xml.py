"""Answers of the protocol as XML. What people wrote is text, and what XML cannot hold is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from lxml import etree

from practices.attribution import shown_authors, shown_region
from practices.models import Practice, Topic
from practices.oai.arguments import GOOD_FOR, PREFIX, TOKEN, Place, written
from practices.oai.errors import OaiError
from practices.oai.records import Record
from practices.structured_data import absolute

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
# XML 1.0 has no place for these, not even written as numbers.
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(parent: Any, name: str, text: str = "", namespace: str = OAI, **attributes: str) -> Any:
    element = etree.SubElement(
        parent, f"{{{namespace}}}{name}", {key: _clean(value) for key, value in attributes.items()}
    )
    if text:
        element.text = _clean(text)
    return element


def _clean(text: str) -> str:
    return NOT_IN_XML.sub("", text)


def answer(address: str, arguments: Mapping[str, str]) -> Any:
    """The root, with when and to what it answers."""
    root = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap={None: OAI, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", SCHEMA)
    add(root, "responseDate", written(timezone.now()))
    add(root, "request", address, **arguments)
    return root


def write(root: Any) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def add_error(root: Any, error: OaiError) -> None:
    add(root, "error", error.words, code=error.code)


def add_identify(root: Any, address: str, earliest: datetime) -> None:
    told = add(root, "Identify")
    add(told, "repositoryName", settings.HUB_NAME)
    add(told, "baseURL", address)
    add(told, "protocolVersion", "2.0")
    add(told, "adminEmail", settings.HUB_SUPPORT_EMAIL)
    add(told, "earliestDatestamp", written(earliest))
    add(told, "deletedRecord", "persistent")
    add(told, "granularity", "YYYY-MM-DDThh:mm:ssZ")


def add_formats(root: Any) -> None:
    one = add(add(root, "ListMetadataFormats"), "metadataFormat")
    add(one, "metadataPrefix", PREFIX)
    add(one, "schema", DC_SCHEMA)
    add(one, "metadataNamespace", OAI_DC)


def add_sets(root: Any, topics: Iterable[Topic]) -> None:
    every = add(root, "ListSets")
    for topic in topics:
        one = add(every, "set")
        add(one, "setSpec", topic.slug)
        add(one, "setName", topic.name)


def add_header(parent: Any, record: Record) -> None:
    header = add(parent, "header") if record.practice else add(parent, "header", status="deleted")
    add(header, "identifier", record.identifier)
    add(header, "datestamp", written(record.datestamp))
    for of_set in record.sets:
        add(header, "setSpec", of_set)


def add_record(parent: Any, record: Record) -> None:
    one = add(parent, "record")
    add_header(one, record)
    if record.practice is None:
        return
    metadata = add(one, "metadata")
    core = etree.SubElement(metadata, f"{{{OAI_DC}}}dc", nsmap={PREFIX: OAI_DC, "dc": DC})
    core.set(f"{{{XSI}}}schemaLocation", f"{OAI_DC} {DC_SCHEMA}")
    for name, text in _dublin_core(record.practice):
        add(core, name, text, namespace=DC)


def _dublin_core(practice: Practice) -> list[tuple[str, str]]:
    """What the page says to everybody, in the manner that its authors chose to be shown."""
    revision = practice.shown
    places = [] if revision.hides_organisation else [place.official_name for place in revision.places.all()]
    return [
        ("title", revision.title),
        ("creator", shown_authors(practice, revision)),
        *(("subject", topic.name) for topic in revision.topics.all()),
        ("description", revision.summary),
        ("publisher", settings.HUB_NAME),
        ("date", timezone.localtime(practice.changed_at).date().isoformat()),
        ("type", "Text"),
        ("format", "text/html"),
        ("identifier", absolute(practice.get_absolute_url())),
        ("language", "en-GB"),
        *(("source", f"{row.get('author', '')}: {row.get('title', '')}") for row in revision.sources),
        *(("coverage", where) for where in places or [shown_region(revision)]),
    ]


def add_where_it_goes_on(parent: Any, place: Place, goes_on: Place | None, size: int) -> None:
    """Nothing for a list that is whole; the last part of one that was not ends with an empty token."""
    if goes_on is None and not place.given:
        return
    told = {"completeListSize": str(size), "cursor": str(place.given)}
    if goes_on:
        add(parent, TOKEN, goes_on.token, expirationDate=written(timezone.now() + GOOD_FOR), **told)
    else:
        add(parent, TOKEN, **told)
