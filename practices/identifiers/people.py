"""The words that tell of one person, for patterns over texts of one case."""

from __future__ import annotations

import re

RELATIVES = (
    r"mother|mum|mam|mummy|father|dad|daddy|son|daughter|wife|husband|brother|sister|nan|nana|gran|granny|grandma"
    r"|grandmother|grandad|granddad|grandfather|grandson|granddaughter|niece|nephew|aunt|auntie|uncle|cousin"
    r"|step(?:mother|father|mum|dad|son|daughter)|twin|fianc[ée]e?|mother-in-law|father-in-law"
)
# “Partner”, “carer” and “friend” may be an organisation's; “her carer Denise” is nobody's but hers.
CLOSE_TO_SOMEBODY = (
    r"(?:her|his|my|their)\s(?:\w{2,12}\s)?(?:carer|partner|friend|neighbour|girlfriend|boyfriend|youngest|eldest)"
)
PERSON = (
    r"man|woman|lady|gentleman|gent|boy|girl|lad|lass|child|baby|toddler|teenager|client|resident|patient|tenant|person"
    r"|chap|widow|widower|pensioner"
)
SHE = (
    r"she|her|hers|woman|lady|girl|lass|mother|mum|mam|wife|daughter|sister|nan"
    r"|nana|gran|granny|grandmother|widow|aunt|auntie|mrs|ms|miss|niece"
)
HE = r"he|his|him|man|gentleman|gent|boy|lad|father|dad|husband|son|brother|grandad|grandfather|widower|uncle|mr|nephew"
HER_OR_HIM = re.compile(rf"\b(?:(?P<she>{SHE})|(?P<he>{HE}))\b")
