"""What looks like somebody's record is held: it is one person's to see, and keeps the write-up from being submitted."""

import pytest
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from practices import fact_check_links, identifying
from practices.actions import attachments, authoring
from practices.actions import identifying as saying
from practices.attachments.filled import looks_filled_in
from practices.identifiers import Kind
from tests import attachment_files as files
from tests.factories import AttachmentFactory, FactCheckFactory, ModeratorFactory, PracticeFactory, UserFactory
from tests.world import client_of

DECLARED = frozenset(authoring.DECLARATIONS)

FILLED_IN = {
    "a name": "Name: Joan Ashworth",
    "a name in a table": "Client’s name\tJoan Ashworth",
    "a date of birth": "D.O.B: 3/4/41",
    "a date of birth under its label": "Date of birth\n03/04/1941\nGP",
    "an NHS number": "NHS No. (if known): 943 476 5919",
    "an address": "Home address: 14 Mill Lane, Northbridge",
    "two in a line": "Name: ________ Date of birth: 3 April 1941",
    "a table of people": "Name\tDate of birth\tTeam\n\t\t\nJoan Ashworth\t3/4/41\tEast",
    "Welsh": "Enw llawn: Siân Llywelyn",
}
BLANK = {
    "lines to write on": "Name: ______________ Signature: ______________ Date: ________",
    "dots": "Name: ........................\nNHS number: ......................\nAddress: ............",
    "boxes": "NHS number: ☐☐☐ ☐☐☐ ☐☐☐☐",
    "labels alone": "Full name\nDate of birth\nNHS number\nHome address\nWhat matters to you?",
    "labels in a line": "Name: Date of birth: NHS number:",
    "a blank table": "Name\tDate of birth\tRole\n\t\t\n\t\t",
    "two columns": "Name\t\nDate of birth\t(dd/mm/yyyy)\nAddress\tPlease print",
    "prompts": "Name: Click or tap here to enter text.\nDate of birth: DD/MM/YYYY\nAddress: please give house number",
    "other names": "Team name: Hospital discharge\nName of organisation: Northbridge Council\nFile name: 2",
    "a story": "In the name of the law. Their address to 30 colleagues was kind.",
    "an empty text": "",
}


@pytest.mark.parametrize("what", FILLED_IN)
def test_a_form_with_answers_looks_filled_in(what):
    assert looks_filled_in(f"Referral form\n{FILLED_IN[what]}\nThank you")


@pytest.mark.parametrize("what", BLANK)
def test_a_form_without_answers_does_not(what):
    assert not looks_filled_in(f"Referral form\n{BLANK[what]}\nThank you")


@pytest.fixture
def author():
    return UserFactory(display_name="Asha Author")


@pytest.fixture
def practice(author):
    return PracticeFactory(state="draft", author=author, co_authors=[UserFactory()])


def add(practice, author, text, title="Referral form", name="form.docx"):
    return attachments.add(practice=practice, title=title, name=name, data=files.word(text), by=author)


def status_for(person, file):
    return client_of(person).get(reverse("attachment", args=[file.practice.slug, file.pk])).status_code


def submit(practice, author):
    return authoring.submit(practice=practice, by=author, declared=DECLARED)


@pytest.mark.django_db
def test_only_who_added_it_sees_a_file_that_is_held_and_nothing_is_submitted(practice, author):
    file = add(practice, author, files.FILLED)
    assert file.is_held
    assert file.names_somebody
    co_author = practice.authorships.get(is_lead=False).user
    assert [status_for(person, file) for person in (author, co_author, ModeratorFactory(), UserFactory())] == [
        200,
        404,
        404,
        404,
    ]
    page = client_of(co_author).get(reverse("edit_files", args=[practice.slug])).content.decode()
    assert "Held: only whoever added it can see it" in page
    for secret in ("943 476 5919", "3 April 1941", "Joan"):
        assert secret not in page
    with pytest.raises(authoring.SomebodyRecognisable):
        submit(practice, author)
    with pytest.raises(PermissionDenied, match="tells who somebody is"):
        attachments.say_blank(practice=practice, file=file, because="It is invented", by=author)
    attachments.remove(practice=practice, file=file, by=co_author)
    assert submit(practice, author)


@pytest.mark.django_db
def test_an_nhs_number_in_a_file_cannot_be_waved_through(practice, author):
    file = add(practice, author, f"NHS {files.NHS_NUMBER}")
    [finding] = identifying.findings(practice, practice.draft_revision)
    assert (finding.found.kind, finding.shown, finding.suggestion) == (Kind.NHS_NUMBER, "…", "")
    with pytest.raises(saying.NotThereAnyMore):
        saying.dismiss(practice=practice, key=finding.key, reason="It is invented", by=author)
    # Nor by saying it of the same words in the text of the write-up.
    practice.dismissals.create(kind=finding.found.kind, words=finding.words, reason="Invented", said_by=author)
    [finding] = identifying.open_among(identifying.findings(practice, practice.draft_revision))
    assert finding.blocks
    attachments.hold_again(practice)
    file.refresh_from_db()
    assert file.is_held
    page = client_of(author).get(reverse("recognisable", args=[practice.slug])).content.decode()
    assert "cannot stay in a file" in page
    assert files.NHS_NUMBER not in page


@pytest.mark.django_db
def test_a_team_s_own_number_is_held_until_its_author_says_whose_it_is(practice, author):
    file = add(practice, author, "Return this form to 020 7946 0123.")
    assert file.is_held
    [finding] = identifying.findings(practice, practice.draft_revision)
    saying.dismiss(practice=practice, key=finding.key, reason="Our front door", by=author)
    file.refresh_from_db()
    assert not file.is_held
    saying.take_back(practice=practice, key=finding.key, by=author)
    file.refresh_from_db()
    assert file.is_held
    with pytest.raises(authoring.SomebodyRecognisable):
        submit(practice, author)


@pytest.mark.django_db
def test_a_form_that_looks_filled_in_is_shown_to_the_moderators_with_its_author_s_word(practice, author):
    file = add(practice, author, "Name: Joan Ashworth\nHow are you?")
    assert (file.is_held, file.names_somebody, file.looks_filled_in) == (True, False, True)
    moderator = ModeratorFactory()
    with pytest.raises(authoring.FileHeld):
        submit(practice, author)
    page = client_of(author).post(
        reverse("check_answers", args=[practice.slug]), dict.fromkeys(authoring.DECLARATIONS, "on")
    )
    assert "looks filled in" in page.content.decode()

    address = reverse("file_blank", args=[practice.slug, file.pk])
    co_author = practice.authorships.get(is_lead=False).user
    assert client_of(co_author).post(address, {"because": "It is invented"}).status_code == 403
    answer = client_of(author).post(address, {"because": " "})
    assert answer.status_code == 400
    assert "Say why it is about nobody" in answer.content.decode()
    assert client_of(author).post(address, {"because": "An example with an invented name"}).status_code == 302
    assert submit(practice, author)
    assert status_for(moderator, file) == 200
    review = client_of(moderator).get(reverse("review", args=[practice.slug])).content.decode()
    assert "An example with an invented name" in review
    assert reverse("attachment", args=[practice.slug, file.pk]) in review


@pytest.mark.django_db
def test_a_field_that_is_filled_in_holds_a_form_whose_words_say_nothing(practice, author):
    form = files.open_text("Tell us", '<form:text form:current-value="Rather not say"/>')
    file = attachments.add(practice=practice, title="A form", name="a.odt", data=form, by=author)
    assert file.looks_filled_in
    assert "Rather not say" in file.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "name"),
    [("Form of Mrs Ashworth", "form.docx"), ("A form", "Mrs_Ashworth-form.docx")],
)
def test_what_a_file_is_called_is_looked_through_as_well(practice, author, title, name):
    add(practice, author, "What matters to you?", title, name)
    [finding] = identifying.findings(practice, practice.draft_revision)
    assert (finding.found.kind, finding.words) == (Kind.NAME, "Mrs Ashworth")
    assert finding.place.label == f"Files: {title}"


@pytest.mark.django_db
def test_a_partner_s_page_offers_no_files():
    practice = PracticeFactory(state="in_review")
    file = AttachmentFactory(practice=practice, title="A blank diary")
    check = FactCheckFactory(revision=practice.draft_revision)
    token = signing.dumps(check.pk, salt=fact_check_links.SALT)
    page = Client().get(reverse("fact_check", args=[token]))
    assert page.status_code == 200
    assert "A blank diary" not in page.content.decode()
    assert Client().get(reverse("attachment", args=[practice.slug, file.pk])).status_code == 404


@pytest.mark.django_db
def test_a_held_file_is_on_no_page_of_a_reader_even_where_it_was_published():
    practice = PracticeFactory(state="published")
    AttachmentFactory(practice=practice, title="A record", names_somebody=True)
    AttachmentFactory(practice=practice, title="A sheet")
    page = client_of(UserFactory()).get(practice.get_absolute_url()).content.decode()
    assert "A sheet" in page
    assert "A record" not in page
