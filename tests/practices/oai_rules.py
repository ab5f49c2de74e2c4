"""The rules of OAI-PMH 2.0, read out of the specification, as a harvester that complains.

https://www.openarchives.org/OAI/openarchivesprotocol.html; the numbers in brackets are its sections.
"""

import re
from datetime import UTC, datetime

from lxml import etree

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
OAI_DC = "{http://www.openarchives.org/OAI/2.0/oai_dc/}"
LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
SET = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*")
IDENTIFIER = re.compile(r"oai:[a-zA-Z][a-zA-Z0-9\-]*(\.[a-zA-Z][a-zA-Z0-9\-]*)*:[a-zA-Z0-9\-_.!~*'();/?:@&=+$,%]+")
VERBS = {"Identify", "ListMetadataFormats", "ListSets", "GetRecord", "ListIdentifiers", "ListRecords"}
ERRORS = {
    "badArgument",
    "badResumptionToken",
    "badVerb",
    "cannotDisseminateFormat",
    "idDoesNotExist",
    "noRecordsMatch",
    "noMetadataFormats",
    "noSetHierarchy",
}
ELEMENTS = {
    "title",
    "creator",
    "subject",
    "description",
    "publisher",
    "contributor",
    "date",
    "type",
    "format",
    "identifier",
    "source",
    "language",
    "relation",
    "coverage",
    "rights",
}
IN_IDENTIFY = ["repositoryName", "baseURL", "protocolVersion", "adminEmail", "earliestDatestamp", "deletedRecord"]


def parse(response, asked):
    """The root of an answer, once it holds to what all answers must [3.2]."""
    assert response.status_code == 200, response.status_code
    assert response["Content-Type"].startswith("text/xml"), response["Content-Type"]
    assert response.content.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    root = etree.fromstring(response.content)
    assert root.tag == f"{OAI}OAI-PMH"
    assert root.get(LOCATION).split() == [OAI.strip("{}"), "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"]
    said, request, *rest = root
    assert said.tag == f"{OAI}responseDate"
    assert MOMENT.fullmatch(said.text)
    assert datetime.strptime(said.text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) <= datetime.now(UTC)
    assert request.tag == f"{OAI}request"
    errors = [each for each in rest if each.tag == f"{OAI}error"]
    codes = {each.get("code") for each in errors}
    assert codes <= ERRORS
    if errors:
        assert len(errors) == len(rest), "errors stand alone"
    else:
        [only] = rest
        assert only.tag.removeprefix(OAI) in VERBS
        assert only.tag == OAI + asked["verb"]
    # Of a verb or arguments that were wrong, none is repeated; else all are, as they were asked [3.6].
    assert dict(request.attrib) == ({} if codes & {"badVerb", "badArgument"} else dict(asked))
    return root


def codes_of(root):
    return [each.get("code") for each in root.iter(f"{OAI}error")]


class Harvester:
    """Asks for everything as a library would: `ask` takes the arguments and gives a response."""

    def __init__(self, ask):
        self._ask = ask

    def ask(self, **arguments):
        arguments = {name.rstrip("_"): value for name, value in arguments.items()}
        return parse(self._ask(arguments), arguments)

    def identify(self):
        told = self.ask(verb="Identify").find(f"{OAI}Identify")
        names = [each.tag.removeprefix(OAI) for each in told]
        assert names[:6] == IN_IDENTIFY
        assert names[6] == "granularity"
        said = {each.tag.removeprefix(OAI): each.text for each in told}
        assert said["protocolVersion"] == "2.0"
        assert said["deletedRecord"] in ("no", "transient", "persistent")
        assert said["granularity"] == "YYYY-MM-DDThh:mm:ssZ"
        assert MOMENT.fullmatch(said["earliestDatestamp"])
        return said

    def formats(self):
        every = self.ask(verb="ListMetadataFormats").iter(f"{OAI}metadataFormat")
        return [each.findtext(f"{OAI}metadataPrefix") for each in every]

    def sets(self):
        found = {}
        for each in self.ask(verb="ListSets").iter(f"{OAI}set"):
            assert SET.fullmatch(each.findtext(f"{OAI}setSpec"))
            found[each.findtext(f"{OAI}setSpec")] = each.findtext(f"{OAI}setName")
        return found

    def listed(self, verb, **arguments):
        """Every header or record, by its tokens, with what the tokens say checked on the way [3.5]."""
        root, seen, said_size = self.ask(verb=verb, metadataPrefix="oai_dc", **arguments), [], None
        while True:
            listed = root.find(f"{OAI}{verb}")
            *items, last = listed
            is_whole = last.tag != f"{OAI}resumptionToken"
            items = list(listed) if is_whole else items
            assert items, "a part of a list has something in it"
            if not is_whole:
                assert int(last.get("cursor")) == len(seen)
                said_size = int(last.get("completeListSize"))
            seen += items
            if is_whole or not last.text:
                assert is_whole or len(seen) == said_size
                break
            assert MOMENT.fullmatch(last.get("expirationDate"))
            root = self.ask(verb=verb, resumptionToken=last.text)
        headers = [each if each.tag == f"{OAI}header" else each.find(f"{OAI}header") for each in seen]
        identifiers = [self._check_header(header) for header in headers]
        assert len(set(identifiers)) == len(identifiers), "nothing comes twice"
        if verb == "ListRecords":
            for record in seen:
                self._check_record(record)
        return dict(zip(identifiers, seen, strict=True))

    def everything(self):
        """All records, once every rule has been looked at; {identifier: record}."""
        said, sets = self.identify(), self.sets()
        assert self.formats() == ["oai_dc"]
        records, headers = self.listed("ListRecords"), self.listed("ListIdentifiers")
        assert list(records) == list(headers)
        for identifier, record in records.items():
            header = record.find(f"{OAI}header")
            assert etree.tostring(header) == etree.tostring(headers[identifier])
            assert header.findtext(f"{OAI}datestamp") >= said["earliestDatestamp"]
            assert {each.text for each in header.iter(f"{OAI}setSpec")} <= sets.keys()
            alone = self.ask(verb="GetRecord", identifier=identifier, metadataPrefix="oai_dc")
            assert etree.tostring(alone.find(f"{OAI}GetRecord/{OAI}record")) == etree.tostring(record)
        return records

    @staticmethod
    def _check_header(header):
        names = [each.tag.removeprefix(OAI) for each in header]
        assert names[:2] == ["identifier", "datestamp"]
        assert set(names[2:]) <= {"setSpec"}
        assert header.get("status") in (None, "deleted")
        assert MOMENT.fullmatch(header.findtext(f"{OAI}datestamp"))
        identifier = header.findtext(f"{OAI}identifier")
        assert IDENTIFIER.fullmatch(identifier), identifier
        return identifier

    @staticmethod
    def _check_record(record):
        header, *rest = record
        if header.get("status") == "deleted":
            assert not rest, "what is gone has no words left"
            return
        [metadata] = rest
        [core] = metadata
        assert core.tag == f"{OAI_DC}dc"
        assert core.get(LOCATION).split() == [OAI_DC.strip("{}"), "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"]
        assert {each.tag for each in core} <= {DC + name for name in ELEMENTS}
        assert all(each.text for each in core)


def is_deleted(record):
    return record.find(f"{OAI}header").get("status") == "deleted"


def said(record, name):
    return [each.text for each in record.iter(DC + name)]
