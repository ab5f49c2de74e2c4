"""The wording of somebody who reports an incident, a complaint or abuse; not of a team that handles them."""

from __future__ import annotations

import re

from practices.identifiers.found import Found
from practices.identifiers.kinds import Kind
from practices.identifiers.people import PERSON, RELATIVES
from practices.identifiers.texts import Text

A_MATTER = r"(?:an?|my|this)\s(?:\w+\s)?(?:safeguarding\s)?(?:concern|alert|complaint|incident|allegation|referral)\b"
WANTS = r"(?:'d|\swould)?\s(?:want|wish|need|have|like|am\swriting)\s(?:like\s)?to\s"
# “We want to report outcomes” is of work.
REPORT = r"report(?!\s(?:good|on|back|outcomes|figures|progress|that\s(?:we|our|it))\b)"

HURT = (
    r"(?:hit|slapped|punched|kicked|pushed|bitten|burnt|assaulted|abused|neglected|hurt|beaten|raped|touched|shouted\sat"
    r"|starved|robbed|threatened|bullied|locked\sin|tied|dragged"
    r"|left\s(?:on\sthe\sfloor|alone\sall|without|in\s(?:a|her|his)\s(?:wet|soiled)))\b"
)
HURTING = r"(?:hitting|slapping|punching|kicking|pushing|pulling|dragging|grabbing|pinching|hurting|shouting)\b"
HURTS = r"(?:hits|slaps|hurts|kicks|takes|steals|touches|threatens|starves|locks)\b"
CLOSE = rf"(?:{RELATIVES}|neighbour|friend|partner)"
SOMEBODY = rf"(?:he|she|i|(?:my|our|a|the|his|her)\s(?:\w+\s)?(?:{CLOSE}|{PERSON}))"
JUST_NOW = (
    r"(?:last\snight|today|tonight|yesterday|this\s(?:morning|afternoon|evening)|just\snow|since\s\w+"
    r"|on\s(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
STAFF = r"staff|carers?|nurses?|workers?|manager|resident"
FAMILY = r"son|daughter|husband|wife|partner|father|mother"
BY_SOMEBODY = rf"by\s(?:\w+\s){{0,2}}(?:{STAFF}|{FAMILY})\b"
NEAR = r"[^.\n]{1,60}?\b"

REPORTS = (
    # “I want to report a carer”, “we would like to make a complaint”, “I’m raising a concern”
    rf"\bi{WANTS}(?:{REPORT}|complain)\b",
    rf"\b(?:i|we){WANTS}(?:complain\sabout\b|(?:raise|make|log|report)\s{A_MATTER})",
    rf"\b(?:i|we)(?:\sam|\sare|'m|'re)\s(?:raising|making|reporting|logging)\s{A_MATTER}",
    rf"\bthis\sis\s{A_MATTER}",
    r"\bplease\s(?:report|log|record|investigate)\s(?:this|it)\b",
    r"(?:\A|(?<=\n))\s{0,3}incident\sreport\b(?=\s?:)",
    # “He was hit by staff last night”, “my neighbour is being neglected”
    rf"\b{SOMEBODY}\s(?:was|were|has\sbeen|got)\s{HURT}{NEAR}(?:{JUST_NOW}|{BY_SOMEBODY})",
    rf"\b(?:my|our)\s(?:\w+\s)?{CLOSE}\sis\sbeing\s{HURT}",
    rf"\b(?:was|been)\sleft\son\sthe\sfloor\b(?={NEAR}(?:{JUST_NOW}|hours\b))",
    # “I think a child is in danger”, “I saw a carer pulling her arm”, “she says that the carer slaps her”
    rf"\bi(?:'m|\sam)?\s(?:think|believe|suspect|fear|worried|concerned|afraid){NEAR}(?:in\sdanger\b|being\s{HURT}|{HURTS})",
    rf"\bi\s(?:saw|heard|witnessed)\s(?:an?|the|my)\s{NEAR}{HURTING}",
    rf"\b(?:she|he)\s(?:says|said|told\s(?:me|us)|tells\s(?:me|us)){NEAR}{HURTS}\s(?:her|him|money)\b",
    rf"\b(?:can|could|will)\s(?:someone|somebody|anyone|anybody)\s(?:please\s)?help\b{NEAR}(?:now|floor|danger|{JUST_NOW})",
)
REPORTING = re.compile("|".join(REPORTS))


def incident_wording(text: str) -> list[Found]:
    """Where somebody reports what happened to a person, in the order of the text."""
    return [Found(Kind.INCIDENT, *match.span()) for match in REPORTING.finditer(Text(text).low)]
