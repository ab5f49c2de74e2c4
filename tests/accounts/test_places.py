"""The list of places: what is shipped, and how an operator's newer list is loaded."""

import csv
import io
from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts import place_list
from accounts.forms.places import ENGLISH_REGIONS
from accounts.management.commands.load_places import SHIPPED
from accounts.models import AuditEvent, Place

HEADER = "gss_code,official_name,short_name,kind,region,nation,valid_from,valid_to,successor"
LEEDS = "E08000035,Leeds,Leeds,metropolitan_district,Yorkshire and The Humber,England,,,"
CARDIFF = "W06000015,Cardiff,Cardiff,welsh_council,Wales,Wales,,,"


@pytest.fixture
def load(tmp_path):
    def load(*rows, header=HEADER):
        path = tmp_path / "places.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        output = io.StringIO()
        call_command("load_places", path, stdout=output)
        return output.getvalue().strip()

    return load


@pytest.fixture(scope="module")
def shipped():
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_area_with_a_social_care_duty_is_shipped(shipped):
    assert Counter(row["kind"] for row in shipped) == {
        "london_borough": 33,
        "metropolitan_district": 36,
        "unitary": 63,
        "county": 21,
        "welsh_council": 22,
        "scottish_council": 32,
        "northern_ireland_trust": 5,
    }
    assert Counter(row["nation"] for row in shipped) == {
        "England": 153,
        "Wales": 22,
        "Scotland": 32,
        "Northern Ireland": 5,
    }


def test_the_shipped_rows_have_the_codes_and_regions_of_their_kind_and_come_once():
    rows = place_list.read(SHIPPED)  # checks every row, and the list as a whole
    assert {row["region"] for row in rows if row["nation"] == "England"} == ENGLISH_REGIONS
    assert all(row["valid_to"] is None for row in rows)


def test_each_english_region_has_the_places_it_should(shipped):
    assert Counter(row["region"] for row in shipped if row["nation"] == "England") == {
        "North East": 12,
        "North West": 24,
        "Yorkshire and The Humber": 15,
        "East Midlands": 10,
        "West Midlands": 14,
        "East of England": 11,
        "London": 33,
        "South East": 19,
        "South West": 15,
    }


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("E09000001", "City of London"),
        ("E06000010", "Hull"),
        ("E06000023", "Bristol"),
        ("E06000053", "Isles of Scilly"),
        ("E06000063", "Cumberland"),
        ("E08000038", "Barnsley"),
        ("E10000016", "Kent"),
        ("S12000049", "Glasgow"),
        ("W06000015", "Cardiff"),
    ],
)
def test_well_known_places_have_their_codes(shipped, code, name):
    assert [row["short_name"] for row in shipped if row["gss_code"] == code] == [name]


@pytest.mark.django_db
def test_the_shipped_list_loads_and_a_second_time_changes_nothing(django_assert_max_num_queries):
    call_command("load_places", stdout=io.StringIO())
    assert Place.objects.live().count() == 212
    assert Place.objects.get(slug="hull").official_name == "Kingston upon Hull, City of"
    output = io.StringIO()
    with django_assert_max_num_queries(5):
        call_command("load_places", stdout=output)
    assert output.getvalue().strip() == "212 places: nothing changed"


@pytest.mark.django_db
def test_a_newer_list_adds_changes_and_retires(load):
    load(LEEDS, CARDIFF)
    cardiff = Place.objects.get(gss_code="W06000015")
    said = load(
        LEEDS.replace(",Leeds,Leeds", ",Leeds,Leeds city"),
        "W06000001,Isle of Anglesey,Anglesey,welsh_council,Wales,Wales,,,",
    )
    assert said == "2 places: 1 added, 1 changed, 1 retired"
    cardiff.refresh_from_db()
    assert cardiff.valid_to == timezone.localdate()
    assert Place.objects.get(short_name="Leeds city").slug == "leeds"
    event = AuditEvent.objects.get()
    assert (event.action, event.object_id) == ("place_retired", cardiff.pk)


@pytest.mark.django_db
def test_a_retired_place_comes_back_when_the_list_has_it_again(load):
    load(LEEDS, CARDIFF)
    load(LEEDS)
    load(LEEDS, CARDIFF)
    assert Place.objects.live().count() == 2


@pytest.mark.django_db
def test_a_successor_is_found_by_its_code_wherever_it_stands_in_the_list(load):
    cumbria = "E10000006,Cumbria,Cumbria,county,North West,England,1974-04-01,2023-03-31,E06000063"
    cumberland = "E06000063,Cumberland,Cumberland,unitary,North West,England,2023-04-01,,"
    load(cumbria, cumberland)
    assert Place.objects.get(gss_code="E10000006").successor.short_name == "Cumberland"
    assert [place.short_name for place in Place.objects.live()] == ["Cumberland"]


@pytest.mark.django_db
def test_a_new_code_for_the_same_name_takes_over_its_address(load):
    load(LEEDS)
    load(LEEDS.replace("E08000035", "E08000099"))
    old, new = Place.objects.get(gss_code="E08000035"), Place.objects.get(gss_code="E08000099")
    assert old.successor == new
    assert (old.slug, new.slug) == ("leeds-e08000035", "leeds")
    assert load(LEEDS.replace("E08000035", "E08000099")) == "1 places: nothing changed"


TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (CARDIFF.replace("W06000015", "W6000015"), "line 3 (Cardiff): gss_code: is not a code of this kind of place"),
        (
            CARDIFF.replace("Wales,Wales", "North West,Wales"),
            "line 3 (Cardiff): region: is not a region of this nation",
        ),
        (CARDIFF.replace("Wales,Wales", "Wales,England"), "line 3 (Cardiff): nation: has no places of this kind"),
        (CARDIFF.replace("welsh_council", "parish"), "line 3 (Cardiff): kind: Select a valid choice"),
        (CARDIFF.replace("Cardiff", ""), "line 3 (W06000015): official_name: This field is required"),
        (CARDIFF.replace(",,,", ",1 April,,"), "line 3 (Cardiff): valid_from: Enter a valid date"),
        (CARDIFF.replace(",,,", f",,{TOMORROW},"), "line 3 (Cardiff): valid_to: must not lie ahead"),
        (CARDIFF.replace(",,,", ",,2020-03-31,W06000099"), "successor: “W06000099” is no other place of this list"),
        (CARDIFF.replace(",,,", ",,,E08000035"), "successor: is given, but valid_to is empty"),
        (CARDIFF + ",", "line 3: does not have 9 columns"),
        (CARDIFF[:-1], "line 3: does not have 9 columns"),
        (LEEDS, "line 3 (Leeds): gss_code: “E08000035” is there more than once"),
        (CARDIFF.replace(",Cardiff,Cardiff", ",Cardiff,leeds"), "short_name: “leeds” is there more than once"),
        (CARDIFF.replace(",Cardiff,", f",{'x' * 101},"), "official_name: Ensure this value has at most 100 characters"),
        (CARDIFF.replace("Cardiff", "Car\x00diff"), "Null characters are not allowed"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_changed(load, row, problem):
    with pytest.raises(CommandError, match="Nothing was changed") as refusal:
        load(LEEDS, row)
    assert problem in str(refusal.value)
    assert not Place.objects.exists()


@pytest.mark.django_db
def test_every_bad_row_is_named_at_once(load):
    with pytest.raises(CommandError) as refusal:
        load(LEEDS.replace("England", "France"), CARDIFF.replace("W06", "X06"))
    assert "line 2 (Leeds): nation" in str(refusal.value)
    assert "line 3 (Cardiff): gss_code" in str(refusal.value)


@pytest.mark.django_db
def test_an_empty_list_a_strange_header_and_a_missing_file_change_nothing(load, tmp_path):
    load(LEEDS)
    for bad in (
        lambda: load(),
        lambda: load(LEEDS, header="code,name"),
        lambda: call_command("load_places", tmp_path / "nowhere.csv"),
        lambda: call_command("load_places", tmp_path),
    ):
        with pytest.raises(CommandError, match="Nothing was changed"):
            bad()
    assert Place.objects.live().count() == 1


@pytest.mark.django_db
def test_a_file_that_is_not_text_is_refused(tmp_path):
    path = tmp_path / "places.csv"
    path.write_bytes(b"\xff\xfe" + HEADER.encode("utf-16-le"))
    with pytest.raises(CommandError, match="is not a CSV file in UTF-8"):
        call_command("load_places", path)
