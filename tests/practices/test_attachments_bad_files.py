"""Files that nobody should attach: each gets a message that says what to do, soon and with little memory."""

import io
import zipfile
from contextlib import suppress

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench import attachments as bench
from practices.attachments import names, pictures, reading
from practices.attachments.refusals import NotTaken, Why
from practices.choices import FileKind
from practices.models import Attachment, AttachmentContent
from tests import attachment_files as files
from tests.factories import PracticeFactory, UserFactory
from tests.hostile_attachments import BAD_FILES, LARGE_FILES
from tests.practices.test_attachments import send
from tests.practices.test_importing_bad_files import changed
from tests.world import client_of

MOST_MEMORY_MB = 100
# Of the processor: what a file may take is 800, and its program a quarter of a second to begin.
MOST_MILLISECONDS = 1_500
# `make bench-attachments` reads all the large ones.
LARGE = ("as much markup as is parsed", "a PDF of 20 pages, 9.5 MB")
# What the web process holds in any case goes last: the system counts it of the programs that are begun after it.
FILES = {name: (LARGE_FILES[name], None) for name in LARGE} | BAD_FILES
FILES["50 MB"] = FILES.pop("50 MB")


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    """All of them read one after the other, each by itself: {name: (answer, milliseconds, megabytes)}"""
    paths = [tmp_path_factory.mktemp("files") / "file" for _name in FILES]
    for path, (make, _why) in zip(paths, FILES.values(), strict=True):
        path.write_bytes(make())
    return dict(zip(FILES, bench.read(paths), strict=True))


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_gets_the_message_that_says_what_to_do_and_a_large_one_is_taken(rows, name):
    answer, milliseconds, _here, _elsewhere = rows[name]
    why = FILES[name][1]
    assert answer == (why.value if why else "taken")
    assert milliseconds < MOST_MILLISECONDS


def test_none_takes_much_memory(rows):
    """The peak of each of the two programs is that of the worst file."""
    for program in (2, 3):
        assert max(row[program] for row in rows.values()) < MOST_MEMORY_MB


def test_each_message_is_tried():
    elsewhere = {Why.TOO_MANY, Why.INFECTED, Why.NOT_SCANNED}  # about no file by itself
    assert {why for _make, why in BAD_FILES.values()} == {*Why} - elsewhere


# What is stripped rather than refused

ANNOTATIONS = (
    "<< /Subtype /Text /T (Jane Owner) /Contents (See Mrs Patel) >>"
    "<< /Subtype /FileAttachment /FS << /EF << /F 6 0 R >> >> >>"
    "<< /Subtype /Link /A << /S /URI /URI (https://example.org/a) >> >>"
    "<< /Subtype /Link /A << /S /Launch /F (cmd.exe) >> >>"
    "<< /Subtype /Widget /FT /Tx /T (name) /AA << /K << /S /JavaScript /JS (steal) >> >> >>"
)


def test_a_pdf_loses_what_acts_and_what_tells():
    data = files.pdf(
        root="/OpenAction << /S /JavaScript /JS (steal) >> /Metadata 7 0 R /AcroForm << /Fields [] >> "
        "/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> /JavaScript << /Names [(a) << /JS (steal) >>] >> >>",
        page=f"/Annots [{ANNOTATIONS}] /PieceInfo << /Jane (Owner) >>",
        objects=(files.stream(b"somebody's record"), files.stream(b"<x:xmpmeta>Jane Owner</x:xmpmeta>")),
    )
    file = reading.read(data)
    assert {"scripts", "embedded", "comments", "properties"} <= {*file.removed}
    for telling in (b"steal", b"JavaScript", b"cmd.exe", b"record", b"Jane", b"Patel", b"Launch"):
        assert telling in data
        assert telling not in file.data, telling
    assert b"example\\056org" in file.data  # as the library writes it
    assert file.text.startswith("Referral form")


def test_what_is_filled_into_a_pdf_is_read_and_what_earlier_versions_said_is_gone():
    form = "/AcroForm << /Fields [<< /FT /Tx /T (who) /V (Joan Ashworth) >>] >>"
    file = reading.read(files.pdf("A form", root=form))
    assert file.has_filled_fields
    assert "who: Joan Ashworth" in file.text
    before = files.pdf(f"Of {files.NHS_NUMBER}")
    after = files.pdf("Blank", objects=(files.stream(f"Of {files.NHS_NUMBER}".encode()),))
    for data in (before[: before.index(b"%%EOF")] + b"%%EOF\n" + files.pdf("Blank"), after):
        with suppress(NotTaken):  # which is as good
            assert files.NHS_NUMBER.encode() not in reading.read(data).data


@pytest.mark.django_db
def test_half_a_character_in_a_pdf_is_read_as_something(author_and_page):
    client, page = author_and_page
    form = "/AcroForm << /Fields [<< /FT /Tx /T (who) /V <FEFFD8000041> >>] >>"
    assert send(client, page, files.pdf(root=form)).status_code == 302
    file = Attachment.objects.get()
    assert "who: " in file.text
    assert file.looks_filled_in


def test_photographs_inside_a_pdf_lose_where_they_were_taken():
    of_photo = b"/Subtype /Image /Width 60 /Height 40 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode"
    data = files.pdf(objects=(files.stream(files.photograph(), of_photo),)).replace(
        b"/Font <<", b"/XObject << /P 6 0 R >> /Font <<"
    )
    assert b"Jane Owner" in data
    file = reading.read(data)
    assert b"Jane Owner" not in file.data
    assert "picture_details" in file.removed


@pytest.mark.parametrize(
    ("make", "telling", "text"),
    [
        (lambda: files.excel(("Name", "Born"), ("Joan", "1941")), b"jane.owner", "Rota\nName\tBorn\nJoan\t1941"),
        (lambda: files.powerpoint("A\nb"), b"Jane", "A\nb"),
    ],
    ids=["Excel", "PowerPoint"],
)
def test_other_office_files_are_read_as_well_and_lose_who_wrote_them(make, telling, text):
    def inside(data):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())

    file = reading.read(make())
    assert file.text == text
    assert telling in inside(make())
    assert telling not in inside(file.data)


def test_what_is_hidden_in_a_word_file_is_read_and_prompts_are_not():
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden</w:t></w:r></w:p>"
        "<w:sdt><w:sdtPr><w:text/><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Click here</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    )
    file = reading.read(files.saying(body))
    assert (file.text, file.has_filled_fields) == ("Hidden", False)
    filled = body.replace("<w:showingPlcHdr/>", "")
    assert reading.read(files.saying(filled)).has_filled_fields


def test_what_is_written_again_is_read_again_the_same():
    """The copy is a file of its kind: its own reader takes it, and finds nothing more to take out."""
    for make in [*files.GOOD.values(), files.telling_word, files.photograph]:
        once = reading.read(make())
        twice = reading.read(once.data)
        assert (twice.kind, twice.text, twice.removed) == (once.kind, once.text, frozenset())


# Whatever is sent

often = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
OFFICE = ("docx", "xlsx", "pptx", "odt")


@often
@given(st.sampled_from(OFFICE).flatmap(lambda kind: changed(files.GOOD[kind]())))
def test_an_office_file_that_was_changed_is_taken_or_refused(data):
    with suppress(NotTaken):
        reading.read(data)


@often
@given(st.one_of(changed(files.photograph()), changed(files.photograph("PNG")), st.binary(max_size=200)))
def test_a_picture_that_was_changed_is_cleaned_or_unknown(data):
    with suppress(pictures.UnknownPicture):
        assert len(pictures.cleaned(data)[0]) <= len(data)


@pytest.mark.django_db
@settings(often, max_examples=15)
@given(
    st.one_of(
        st.binary(max_size=300), st.sampled_from([*files.GOOD]).flatmap(lambda kind: changed(files.GOOD[kind]()))
    ),
    st.text(max_size=30),
    st.text(max_size=30),
)
def test_no_upload_is_an_error_of_ours(author_and_page, data, name, title):
    client, page = author_and_page
    file = io.BytesIO(data)
    file.name = name  # as it is: what Django has for uploads refuses names that a browser may send
    answer = client.post(page, {"title": title, "file": file})
    assert answer.status_code in (302, 400)
    assert Attachment.objects.count() == AttachmentContent.objects.count()


@pytest.fixture
def author_and_page():
    author = UserFactory()
    client = client_of(author)
    client.raise_request_exception = False
    return client, reverse("edit_files", args=[PracticeFactory(author=author).slug])


# Names


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("form.docx", "form.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\jane\\Referral form.exe", "Referral form.pdf"),
        ("ffurflen gyfeirio ŵyl.pdf", "ffurflen gyfeirio ŵyl.pdf"),
        ("w\u0302yl.pdf", "ŵyl.pdf"),
        ("annual\u202efdp.exe", "annual fdp.pdf"),
        ('a"; filename="b.exe', "a filename b.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie x 1.pdf"),
        ("CON.pdf", "file.pdf"),
        ("....", "file.pdf"),
        ("", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
    ],
)
def test_a_name_leads_nowhere_and_deceives_nobody(given, name):
    assert names.safe_name(given, FileKind.PDF) == name


@given(st.text(max_size=200))
def test_whatever_a_file_is_called_the_header_is_one_line(given):
    header = names.disposition(names.safe_name(given, FileKind.PDF))
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert "/" not in header
    assert "\\" not in header
