"""The administrators' page that imports many write-ups: chosen, looked through, imported; nothing stored before."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from practices.bulk import carried
from practices.forms.bulk import FileForm
from practices.models import Practice
from practices.slugs import reserved_slugs
from tests.factories import AdministratorFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

TABLE = "Idea,Story\nHold a huddle,We meet.\nRing first,We ring.\n"


@pytest.fixture
def owner():
    return UserFactory(email="owner@council.example", organisation=OrganisationFactory())


@pytest.fixture
def administrator_client(client, owner):
    client.force_login(AdministratorFactory())
    return client


def choose(client, text=TABLE, name="ideas.csv", mapping=None, **said):
    answers = {"source": "Ideas of the North", "what": "drafts", "owner": "owner@council.example"} | said
    answers["file"] = SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
    if mapping is not None:
        answers["mapping"] = SimpleUploadedFile("mapping.toml", mapping.encode())
    return client.post(reverse("import_practices"), answers)


def as_drawn(page, **changes):
    """What a browser sends of the page that shows what would be imported."""
    form = page.context["form"]
    return {field.html_name: field.value() or "" for field in form} | {"seen": form.key_of_mapping} | changes


def look_again(client, page, **changes):
    return client.post(reverse("import_checked"), as_drawn(page, **changes))


def outcomes(page):
    return [(outcome.value, number) for outcome, number in page.context["preview"].counts]


def problems(page):
    return [str(problem) for problem in page.context["preview"].problems]


def test_a_file_is_looked_through_and_then_imported(administrator_client, owner):
    page = choose(administrator_client)
    assert page.status_code == 400
    assert problems(page)[:2] == [
        "“Idea” is no field. Say which it is, or that it is left out.",
        "“Story” is no field. Say which it is, or that it is left out.",
    ]
    page = look_again(administrator_client, page, **{"column-0": "title"})
    assert problems(page) == ["“Story” is no field. Say which it is, or that it is left out."]
    page = look_again(administrator_client, page, **{"column-1": "out"})
    assert outcomes(page) == [("added", 2)]
    page = look_again(administrator_client, page, **{"column-1": "what_we_do"})
    assert (page.status_code, outcomes(page)) == (200, [("added", 2)])
    assert "Import 2 write-ups" in page.content.decode()
    assert not Practice.objects.exists()
    answer = look_again(administrator_client, page, **{"import": "yes"})
    assert answer["Location"] == reverse("import_practices")
    assert {practice.authorships.get().user for practice in Practice.objects.all()} == {owner}
    assert {practice.draft_revision.what_we_do for practice in Practice.objects.all()} == {"We meet.", "We ring."}
    page = administrator_client.get(answer["Location"]).content.decode()
    assert "2 added, 0 changed, 0 unchanged, 0 left alone." in page


def test_columns_that_are_read_otherwise_are_looked_through_first(administrator_client):
    page = choose(administrator_client, "title,problem\nHold a huddle,People waited.\n")
    page = look_again(administrator_client, page, **{"column-1": "what_we_do", "import": "yes"})
    assert outcomes(page) == [("added", 1)]
    assert not Practice.objects.exists()
    look_again(administrator_client, page, **{"import": "yes"})
    assert Practice.objects.get().draft_revision.what_we_do == "People waited."


def test_a_mapping_file_says_it_at_once(administrator_client):
    mapping = 'rest = "what_we_do"\n[columns]\nIdea = "title"\nStory = "text"\n[constants]\nsector = "adults"'
    page = choose(administrator_client, mapping=mapping)
    assert outcomes(page) == [("added", 2)]
    assert page.context["form"]["rest"].value() == "what_we_do"
    look_again(administrator_client, page, **{"import": "yes"})
    assert [practice.draft_revision.sector for practice in Practice.objects.all()] == ["adults", "adults"]


def test_a_second_click_says_what_the_first_did(administrator_client):
    page = choose(administrator_client, "title\nHold a huddle\n")
    first = look_again(administrator_client, page, **{"import": "yes"})
    second = look_again(administrator_client, page, **{"import": "yes"})
    assert first["Location"] == second["Location"]
    assert Practice.objects.count() == 1
    assert "1 added" in administrator_client.get(first["Location"]).content.decode()


def test_every_bad_row_is_named_and_there_is_no_button(administrator_client):
    page = choose(administrator_client, "title,sector\nOne,fish\n,adults\nThree,adults\n")
    assert page.status_code == 400
    assert problems(page) == [
        "Line 2, One, Whom is it about?: Select a valid choice. fish is not one of the available choices.",
        "Line 3, Title: Enter a title, so that you can find this again",
    ]
    content = page.content.decode()
    assert "2 rows cannot be imported, so nothing can" in content
    assert 'name="import"' not in content
    answer = look_again(administrator_client, page, **{"import": "yes"})  # whoever sends it all the same
    assert answer.status_code == 400
    assert not Practice.objects.exists()


def test_what_would_happen_again_is_told(administrator_client, owner):
    choose_and_import(administrator_client, "title,problem\nOne,a\nTwo,a\nThree,a\n")
    Practice.objects.get(source_ref="Two").authorships.update(user=UserFactory())
    page = choose(administrator_client, "title,problem\nOne,a\nTwo,b\nThree,b\nFour,b\n")
    assert outcomes(page) == [("added", 1), ("changed", 1), ("unchanged", 1), ("left_alone", 1)]
    assert "Line 3, Two: Others write it by now." in page.content.decode()


def test_a_file_with_nothing_new_offers_nothing_to_import(administrator_client, owner):
    choose_and_import(administrator_client, "title,problem\nOne,a\n")
    page = choose(administrator_client, "title,problem\nOne,a\n").content.decode()
    assert "Nothing in this file has to be imported." in page
    assert 'name="import"' not in page


def choose_and_import(client, text):
    look_again(client, choose(client, text), **{"import": "yes"})


@pytest.mark.parametrize(
    ("text", "said", "message"),
    [
        ("title\nOne\n", {"source": " "}, "Enter what the collection is called"),
        ("title\nOne\n", {"owner": "nobody@council.example"}, "Nobody has an open account with this address"),
        ("title\nOne\n", {"mapping": "colums = 1"}, "The mapping file has “colums”, which means nothing."),
        ("title\nOne\n", {"name": "ideas.xlsx"}, "The name of the file has to end in .csv or .jsonl."),
        (b"title\ncaf\xe9\n", {}, "Line 2: This is not UTF-8. Save the file as “CSV UTF-8”, and choose that."),
        ("", {}, "The first line has to name the columns."),
        (b"x" * 1_000_001, {}, "This file is larger than 1 MB. Use the command import_practices."),
        ("title\n" + "One\n" * 1001, {}, "This file has more than 1,000 rows. Use the command import_practices."),
    ],
)
def test_a_file_that_the_page_cannot_take_is_refused_beside_its_field(administrator_client, text, said, message):
    page = choose(administrator_client, text, **said)
    assert page.status_code == 400
    assert message in [error for errors in page.context["form"].errors.values() for error in errors]


def test_a_page_that_carries_nothing_of_ones_own_imports_nothing(administrator_client):
    page = choose(administrator_client, "title\nOne\n")
    other = Client()
    other.force_login(AdministratorFactory())
    for client, changes in ((other, {}), (administrator_client, {"carried": "x" + as_drawn(page)["carried"]})):
        answer = look_again(client, page, **{"import": "yes"} | changes)
        assert answer["Location"] == reverse("import_practices")
    assert not Practice.objects.exists()


def test_a_page_left_open_for_days_asks_for_the_file_again(administrator_client, monkeypatch):
    page = choose(administrator_client, "title\nOne\n")
    monkeypatch.setattr(carried, "OLDEST", -1)
    answer = look_again(administrator_client, page, **{"import": "yes"})
    assert answer["Location"] == reverse("import_practices")
    assert "nothing was imported" in administrator_client.get(answer["Location"]).content.decode()


def test_what_a_file_says_is_text_on_the_page(administrator_client):
    page = choose(administrator_client, 'title,<i>x</i>\n"<script>alert(1)</script>",a\n')
    assert "<script>alert" not in page.content.decode()
    assert "<i>x</i>" not in page.content.decode()


def test_the_largest_file_that_the_page_takes_comes_back_from_it(administrator_client):
    # Letters that neither compress well nor are short in the page's own form.
    text = "title,notes\n" + "".join(
        f"Idea {at},{''.join(chr(0x4E00 + (at * 7919 + letter * 104729) % 20_000) for letter in range(3300))}\n"
        for at in range(100)
    )
    assert 990_000 < len(text.encode()) <= 1_000_000
    page = choose(administrator_client, text)
    assert look_again(administrator_client, page, check="yes").status_code == 200


def test_no_write_up_takes_the_address_of_the_page():
    assert "import" in reserved_slugs()


def test_the_page_says_what_it_takes():
    told = str(FileForm.base_fields["file"].help_text)
    assert f"{carried.MOST_BYTES // 1_000_000} MB and {carried.MOST_ROWS:,} rows" in told
