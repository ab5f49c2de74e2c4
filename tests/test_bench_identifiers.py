"""The measure of the check for identifying details, against small examples that were counted by hand."""

from bench.identifiers import groups, score, seeds_in
from practices.identifiers import Found, Kind

SEEDED = {
    "text": "84 and 84, ring 07700 900123",
    "found": [
        {"kind": "exact_age", "part": "84"},
        {"kind": "exact_age", "part": "84"},
        {"kind": "phone_number", "part": "07700 900123"},
    ],
}
CLEAN = [{"text": text, "found": []} for text in ("one", "two", "three", "four")]


def test_a_part_that_comes_twice_stands_in_two_places():
    assert list(seeds_in(SEEDED)) == [(Kind.EXACT_AGE, 0, 2), (Kind.EXACT_AGE, 7, 9), (Kind.PHONE_NUMBER, 16, 28)]


def test_a_part_is_found_by_a_finding_of_its_own_kind_that_touches_it():
    findings = [Found(Kind.EXACT_AGE, 1, 5), Found(Kind.LONG_NUMBER, 7, 9), Found(Kind.PHONE_NUMBER, 28, 30)]
    seeded, found, _clean, _false_alarms = score([SEEDED], lambda text: findings)
    assert seeded == {Kind.EXACT_AGE: 2, Kind.PHONE_NUMBER: 1}
    assert +found == {Kind.EXACT_AGE: 1}


def test_a_clean_text_is_one_false_alarm_however_much_is_found_in_it():
    alarms = {"two": [Found(Kind.NAME, 0, 1), Found(Kind.NAME, 1, 2)], SEEDED["text"]: [Found(Kind.NAME, 3, 6)]}
    _seeded, _found, clean, false_alarms = score([SEEDED, *CLEAN], lambda text: alarms.get(text, []))
    assert (clean, false_alarms) == (4, 1)


def test_blocking_kinds_are_weighed_apart_from_the_others():
    seeded = {Kind.EMAIL: 3, Kind.NHS_NUMBER: 1, Kind.NAME: 10}
    found = {Kind.EMAIL: 2, Kind.NHS_NUMBER: 1, Kind.NAME: 4}
    assert groups(seeded, found) == {"blocking": 0.75, "the others": 0.4}
