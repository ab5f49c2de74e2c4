"""Files that go with a write-up: its authors add them, its readers fetch them, and nobody else does."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.models import AuditEvent
from practices import content, diff
from practices.actions import attachments, authoring
from practices.attachments.refusals import Why
from practices.models import Attachment, AttachmentContent, Practice
from tests import attachment_files as files
from tests.factories import AttachmentFactory, ModeratorFactory, PracticeFactory, UserFactory
from tests.world import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return UserFactory(display_name="Asha Author")


@pytest.fixture
def practice(author):
    return PracticeFactory(state="draft", author=author)


@pytest.fixture
def page(practice):
    return reverse("edit_files", args=[practice.slug])


def send(client, page, data, title="Blank referral form", name="form.bin"):
    return client.post(page, {"title": title, "file": SimpleUploadedFile(name, data)})


def fetch(client, file):
    return client.get(reverse("attachment", args=[file.practice.slug, file.pk]))


def body(answer):
    return b"".join(answer.streaming_content)


# Adding


@pytest.mark.parametrize("kind", files.GOOD)
def test_each_kind_of_file_is_added_and_comes_back(author, practice, page, kind):
    client = client_of(author)
    answer = send(client, page, files.GOOD[kind](), name="C:\\work\\Ffurflen gyfeirio – ŵyl.exe")
    assert (answer.status_code, answer.url) == (302, page)
    file = practice.draft_revision.attachments.get()
    assert (file.title, file.kind, file.uploaded_by) == ("Blank referral form", kind, author)
    assert file.name == f"Ffurflen gyfeirio ŵyl.{kind}"
    assert "Blank referral form" in client.get(page).content.decode()
    assert AuditEvent.objects.filter(action="file_added", by_id=author.pk).count() == 1

    answer = fetch(client, file)
    assert len(body(answer)) == file.size == int(answer["Content-Length"])
    assert answer["Content-Disposition"] == (
        f"attachment; filename=\"Ffurflen gyfeirio wyl.{kind}\"; filename*=UTF-8''Ffurflen%20gyfeirio%20%C5%B5yl.{kind}"
    )
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not answer["Content-Type"].startswith("text/")


def test_what_is_refused_says_what_to_do_and_keeps_the_title(author, practice, page):
    answer = send(client_of(author), page, b"<svg xmlns='http://www.w3.org/2000/svg'/>", title="A symbol")
    assert answer.status_code == 400
    assert answer.context["form"].errors == {"file": [Why.WRONG_KIND.label]}
    assert 'value="A symbol"' in answer.content.decode()
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"title": "A form"}, {"file": ["Choose a file"]}),
        ({"title": " ", "file": SimpleUploadedFile("a.png", b"x")}, {"title": ["Say what the file is"]}),
        ({"title": "A form", "file": SimpleUploadedFile("a.png", b"")}, {"file": [Why.EMPTY.label]}),
    ],
)
def test_what_is_missing_is_asked_for(author, practice, page, typed, says):
    answer = client_of(author).post(page, typed)
    assert answer.status_code == 400
    assert answer.context["form"].errors == says
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(author, page):
    answer = send(client_of(author), page, b"%PDF-" + b"\0" * 10_000_000)
    assert answer.context["form"].errors == {"file": [Why.TOO_LARGE.label]}


def test_five_files_are_the_most_and_the_same_is_not_added_twice(author, practice, page):
    client = client_of(author)
    for number in range(5):
        send(client, page, files.word(f"Form {number}"))
        send(client, page, files.word(f"Form {number}"))
    assert practice.draft_revision.attachments.count() == Attachment.objects.count() == 5
    answer = send(client, page, files.word("Form 6"))
    assert answer.context["form"].errors == {"file": [Why.TOO_MANY.label]}
    assert Attachment.objects.count() == AttachmentContent.objects.count() == 5


def test_only_those_who_may_edit_add_remove_or_excuse(practice, author, page):
    file = AttachmentFactory(practice=practice)
    for stranger in (UserFactory(), ModeratorFactory()):
        client = client_of(stranger)
        assert send(client, page, files.word()).status_code == 404
        for route in ("file_remove", "file_blank"):
            assert client.post(reverse(route, args=[practice.slug, file.pk])).status_code == 404
    authoring.submit(practice=practice, by=author, declared=frozenset(authoring.DECLARATIONS))
    assert send(client_of(author), page, files.word()).status_code == 403
    assert client_of(author).post(reverse("file_remove", args=[practice.slug, file.pk])).status_code == 403
    assert practice.draft_revision.attachments.get() == file


def test_a_file_of_another_write_up_is_nothing_here(practice, author):
    other = AttachmentFactory()
    client = client_of(author)
    for route in ("file_remove", "file_blank"):
        assert client.post(reverse(route, args=[practice.slug, other.pk])).status_code == 404
    assert client.get(reverse("attachment", args=[practice.slug, other.pk])).status_code == 404
    assert Attachment.objects.get() == other


# What is taken out


def stored(file):
    return bytes(AttachmentContent.objects.get(attachment=file).data)


def test_a_photograph_keeps_its_picture_and_loses_where_it_was_taken(author, practice):
    file = attachments.add(practice=practice, title="A kitchen", name="IMG_1.jpg", data=files.photograph(), by=author)
    assert {"location", "picture_details"} <= {*file.removed}
    with Image.open(io.BytesIO(stored(file))) as image:
        assert image.size == (40, 60)  # upright, as it was held
        assert not image.getexif()
    assert b"Jane Owner" not in stored(file)
    assert b"Mrs Patel" not in stored(file)


def test_a_word_file_keeps_its_words_and_loses_who_wrote_them(author, practice, page):
    file = attachments.add(practice=practice, title="A form", name="a.docx", data=files.telling_word(), by=author)
    assert {*file.removed} == {"changes", "comments", "picture_details", "properties"}
    assert file.text == "Blank form\nNew words\nCommented"
    with zipfile.ZipFile(io.BytesIO(stored(file))) as archive:
        inside = b"".join(archive.read(name) for name in archive.namelist())
        assert not any("patel" in name for name in archive.namelist())
        with Image.open(archive.open("word/media/image1.jpeg")) as image:
            assert not image.getexif()
    for telling in (b"Jane Owner", b"Mrs Patel", b"delText", b"commentR"):
        assert telling not in inside, telling
    assert "We took out" in client_of(author).get(page).content.decode()


# Which revision has which


def test_a_published_revision_keeps_the_files_it_was_published_with(author):
    practice = PracticeFactory(state="published", author=author)
    kept = AttachmentFactory(practice=practice, revision=practice.published_revision, title="The first form")
    authoring.open_new_revision(practice=practice, by=author)
    practice.refresh_from_db()
    draft = practice.draft_revision
    assert draft.attachments.get() == kept
    attachments.remove(practice=practice, file=kept, by=author)
    added = attachments.add(practice=practice, title="The second form", name="b.docx", data=files.word(), by=author)
    assert practice.published_revision.attachments.get() == kept
    changes = diff.compare(content.snapshot(practice.published_revision), content.snapshot(draft))
    [change] = [change for change in changes if change.field == "attachments"]
    said = {(piece.change, piece.text.strip()) for piece in change.pieces if piece.change != "same"}
    assert {text for change, text in said if "first" in text} == {"first"}
    assert {text for change, text in said if "second" in text} == {"second"}

    attachments.remove(practice=practice, file=added, by=author)
    assert [*Attachment.objects.all()] == [kept]
    authoring.discard(practice=practice, by=author)
    assert [*Attachment.objects.all()] == [kept]
    assert "The first form" in client_of(author).get(practice.get_absolute_url()).content.decode()


def test_a_draft_that_is_thrown_away_takes_its_files_with_it(author, practice):
    AttachmentFactory(practice=practice)
    authoring.discard(practice=practice, by=author)
    assert not Practice.objects.exists()
    assert not Attachment.objects.exists()
    assert not AttachmentContent.objects.exists()
