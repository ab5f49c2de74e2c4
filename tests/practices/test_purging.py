"""What a moderator purges is found nowhere after: in no table, no page, no mail, no address, no suggestion."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from accounts.models import AuditEvent
from practices.actions import api_tokens, attachments, authoring, following, purging
from practices.models import (
    Adaptation,
    Attachment,
    AttachmentContent,
    ContactMessage,
    ContactPause,
    Dismissal,
    HandledForm,
    Need,
    Notification,
    OldSlug,
    PooledFigure,
    Practice,
    ReaderNote,
    Report,
    ReportSearch,
    Review,
    Revision,
    SavedPractice,
    SearchLog,
    Term,
)
from practices.search import bitmaps, statistics
from tests import attachment_files as files
from tests.factories import (
    AdoptionFactory,
    AttachmentFactory,
    AuditFactory,
    AuditFindingFactory,
    CollectionFactory,
    CommentFactory,
    FactCheckFactory,
    FollowUpFactory,
    ModeratorFactory,
    NeedAnswerFactory,
    NewsletterFactory,
    OptionsReportFactory,
    PracticeFactory,
    ShadowingFactory,
    SuggestionFactory,
    TopicFactory,
    UserFactory,
    give_endorsement,
)

pytestmark = pytest.mark.django_db

# A name that belongs to nobody, and whose parts stand in nothing else.
MARKER = "Zebediah Quixwell"
PARTS = ("zebediah", "quixwel")  # stemmed, too
SENTENCE = f"We saw {MARKER} twice a week."

MADE_OF_TEXTS = {"searchentry", "searchword", "vocabularyword", "searchbitmap", "searchlog", "oldslug", "handledform"}
MADE_OF_TEXTS = {f"practices_{name}" for name in MADE_OF_TEXTS}
NOBODY_TYPES_INTO = {"post_office_attachment", "post_office_log", "practices_duefeed", "practices_reminder"}
NOBODY_TYPES_INTO |= {"practices_sectionsave", "practices_reportsave", "practices_news"}


@pytest.fixture
def planted(monkeypatch):
    """The marker in every kind of place that text can get to."""
    monkeypatch.setattr("practices.search.bitmaps.MAPPED_FROM", 0.1)
    author = UserFactory(display_name="Asha Author")
    topic = TopicFactory(name=f"The {MARKER} way", slug="the-zebediah-quixwell-way", is_curated=False)
    practice = PracticeFactory(
        state="changing",
        author=author,
        slug="help-zebediah-quixwell-home",
        revision__title=f"Help {MARKER} home",
        revision__summary=SENTENCE,
        revision__notes=SENTENCE,
        revision__what_we_do="First we rang ZEBEDIAH\nQuixwell, then his sister.",
        revision__steps=[{"text": SENTENCE, "essential": "yes"}],
        revision__topics=[topic],
    )
    OldSlug.objects.create(slug="zebediah-quixwell", practice=practice)
    Practice.objects.filter(pk=practice.pk).update(source=f"{MARKER}’s ideas", source_ref=MARKER)
    authoring.save_section(
        practice=practice,
        section="context",
        values={"problem": SENTENCE},
        base=authoring.base_of(practice.draft_revision, "context"),
        by=author,
    )
    Review.objects.create(
        revision=practice.published_revision,
        moderator=ModeratorFactory(),
        decision="returned",
        message=SENTENCE,
        sections=[{"section": "context", "reason": SENTENCE}],
        snapshot={"problem": SENTENCE, "steps": [{"text": SENTENCE}]},
        submitted_at=timezone.now(),
    )
    comment = CommentFactory(practice=practice, body=SENTENCE, status="shown")
    waiting = {"step": "contact", "step_since": timezone.now(), "message": SENTENCE}
    ContactMessage.objects.create(practice=practice, sender=UserFactory(), **waiting)
    said = dict.fromkeys(("skill", "details", "when", "rules", "words", "learning", "over_why"), SENTENCE)
    ShadowingFactory(done=True, region=MARKER, **said)
    letter = NewsletterFactory(introduction=SENTENCE, thanks=SENTENCE)
    letter.items.create(kind="new", practice=practice, line=SENTENCE)
    ContactPause.objects.create(practice=practice, until="2027-01-05", words=SENTENCE)
    Report.objects.create(comment=comment, reporter=UserFactory(), reason=SENTENCE)
    give_endorsement(practice, why=SENTENCE)
    adoption = AdoptionFactory(
        practice=practice, status="stopped", stopped_because=["fit"], stopped_why=SENTENCE, what_it_took=SENTENCE
    )
    Adaptation.objects.create(
        adoption=adoption, position=0, step=SENTENCE, made_of_it="changed", how=SENTENCE, why=SENTENCE
    )
    audited = AuditFactory(practice=practice, team=MARKER, criteria_note=SENTENCE, why_this_size=SENTENCE)
    audited.criteria.update(text=SENTENCE, what_counts=SENTENCE, note=SENTENCE)
    words = dict.fromkeys(("better", "how_known", "would_have_helped"), SENTENCE)
    FollowUpFactory(adoption=adoption, answered=True, told_more_at=timezone.now(), **words)
    AuditFindingFactory(audit=audited, found=SENTENCE, action=SENTENCE)
    SuggestionFactory(adoption=adoption, accepted=True, what=SENTENCE, why=SENTENCE, answer=SENTENCE)
    figure = {"made_of": 5, "organisations": 3, "answers": 50, "percentage": 80, "reckoned_at": timezone.now()}
    PooledFigure.objects.create(practice=practice, criterion=SENTENCE, **figure)
    need = Need.objects.create(asked_by=UserFactory(), question=SENTENCE, detail=SENTENCE)
    NeedAnswerFactory(need=need, by=UserFactory(), words=SENTENCE)
    SavedPractice.objects.create(collection=CollectionFactory(name=MARKER), practice=practice, note=SENTENCE)
    following.save_search(asked={"q": [f"{MARKER} home"]}, name=MARKER, by=UserFactory())
    report = OptionsReportFactory(question=SENTENCE, recommendation=SENTENCE, left_out=[practice])
    report.options.update(notes={"fit": SENTENCE}, left_out_why=SENTENCE)
    ReportSearch.objects.create(report=report, words=MARKER, filters=MARKER, asked={"q": [MARKER]}, hits=1)
    ReaderNote.objects.create(revision=practice.draft_revision, section="context", author=author, body=SENTENCE)
    FactCheckFactory(revision=practice.draft_revision, submitted_at=timezone.now(), question=SENTENCE)
    Dismissal.objects.create(practice=practice, kind="name", words=MARKER, reason=SENTENCE)
    said = attachments.add(practice=practice, title=MARKER, name="a.docx", data=files.word(SENTENCE), by=author)
    practice.published_revision.attachments.add(said)
    named = f"{MARKER} and a form.pdf"
    AttachmentFactory(practice=practice, name=named)
    AttachmentFactory(practice=practice, title=SENTENCE, looks_filled_in=True, blank_because=SENTENCE)
    api_tokens.make(name=SENTENCE, scope="mine", days=30, by=author)
    SearchLog.objects.create(key="0" * 32, query=MARKER.lower(), day=timezone.localdate(), results=1)
    Email.objects.create(from_email="hub@example.org", to=["a@example.org"], subject=MARKER, message=SENTENCE)
    HandledForm.objects.create(key="1" * 32, user=author, url="/practices/help-zebediah-quixwell-home/edit/")
    answers = QueryDict(mutable=True)
    answers["body"] = SENTENCE
    session = SessionStore()
    session["kept_text"] = {"/somewhere/": {"user": author.pk, "answers": answers.urlencode()}}
    session["_auth_user_id"] = str(author.pk)
    session.save()
    statistics.refresh()
    bitmaps.rebuild()
    return practice


def where_it_stands():
    """Every column of every table of the database in which a part of the marker stands."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("counted_"):
                continue  # gone with the transaction
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" AS t')  # noqa: S608
            rows = " ".join(row[0] for row in cursor.fetchall()).lower()
            found += [table] if any(part in rows for part in PARTS) else []
    for session in Session.objects.all():
        if any(part in str(session.get_decoded()).lower() for part in PARTS):
            found.append("a session")
    return found


def test_a_purged_text_is_found_nowhere_after(planted):
    before = where_it_stands()
    assert {*MADE_OF_TEXTS, "a session"} <= {*before}
    assert {model._meta.db_table for model, _fields in purging._texts()} - {*before} == NOBODY_TYPES_INTO
    purging.purge(text=MARKER, by=ModeratorFactory())
    assert where_it_stands() == []


def test_pages_and_searches_no_longer_have_it(planted):
    reader = Client()
    assert MARKER in reader.get("/practices/help-zebediah-quixwell-home/").content.decode()
    purging.purge(text=MARKER, by=ModeratorFactory())
    practice = Practice.objects.get(pk=planted.pk)
    page = reader.get(practice.get_absolute_url())
    assert page.status_code == 200
    assert "We saw […] twice a week." in page.content.decode()
    for old in ("/practices/help-zebediah-quixwell-home/", "/practices/zebediah-quixwell/"):
        assert reader.get(old).status_code == 404
    for address in ("/", "/practices/", "/practices/?q=zebedia", "/practices/suggest/?q=zebe", "/feeds/latest.atom"):
        text = reader.get(address).content.decode().lower()
        assert "quixwell" not in text
        assert "zebediah" not in text


def test_a_file_that_says_it_goes_from_every_version_and_one_that_is_only_called_so_stays(planted):
    assert Attachment.objects.count() == AttachmentContent.objects.count() == 3
    purging.purge(text=MARKER, by=ModeratorFactory())
    file = Attachment.objects.get()
    assert file.title == file.blank_because == "We saw […] twice a week."
    assert AttachmentContent.objects.get().attachment == file
    assert [*planted.published_revision.attachments.all()] == [file]


def test_its_authors_are_told_without_the_words(planted):
    purging.purge(text=MARKER, by=ModeratorFactory())
    told = Notification.objects.get(kind="purged")
    assert told.recipient == planted.authorships.get().user
    assert not any("zebediah" in str(event.details).lower() for event in AuditEvent.objects.all())


def test_whoever_has_the_draft_open_does_not_bring_it_back_unseen(planted):
    author = planted.authorships.get().user
    base = authoring.base_of(planted.draft_revision, "context")
    purging.purge(text=MARKER, by=ModeratorFactory())
    with pytest.raises(authoring.SavedBySomeoneElse):
        authoring.save_section(practice=planted, section="context", values={"problem": SENTENCE}, base=base, by=author)
    assert where_it_stands() == []


def test_nobody_is_signed_out_by_it(planted):
    purging.purge(text=MARKER, by=ModeratorFactory())
    [session] = Session.objects.all()
    assert session.get_decoded()["_auth_user_id"]


def test_other_texts_stay_as_they_were():
    practice = PracticeFactory(state="published", revision__what_we_do="We saw Zebediah. Quixwell is a street.")
    before = Practice.objects.filter(pk=practice.pk).values().get(), practice.published_revision.what_we_do
    assert purging.purge(text=MARKER, by=ModeratorFactory()) == 0
    practice = Practice.objects.get(pk=practice.pk)
    assert (Practice.objects.filter(pk=practice.pk).values().get(), practice.published_revision.what_we_do) == before


def test_the_hubs_own_words_and_those_that_stand_everywhere_stay(client):
    topic = TopicFactory(name="Hospital quixford", slug="hospital-quixford")
    term = Term.objects.create(term="D2A", preferred="quixford to assess", kind="abbreviation")
    PracticeFactory.create_batch(purging.MOST_WRITE_UPS + 1, state="published", revision__title="Plan a quixford")
    client.force_login(ModeratorFactory())
    page = client.post("/review/purge/", {"text": "quixford", "remove": "yes"})
    assert page.status_code == 400
    assert "more than 20 write-ups" in page.content.decode()
    assert Practice.objects.filter(published_revision__title="Plan a quixford").count() == 21
    Revision.objects.filter(pk=Practice.objects.last().published_revision_id).update(title="Plan a return")
    purging.purge(text="quixford", by=ModeratorFactory())
    assert Practice.objects.filter(published_revision__title="Plan a […]").count() == 20
    topic.refresh_from_db()
    term.refresh_from_db()
    assert (topic.name, term.preferred) == ("Hospital quixford", "quixford to assess")


def test_a_text_of_marks_that_patterns_are_made_of_is_taken_as_it_is():
    practice = PracticeFactory(state="published", revision__what_we_do="Case (A.1234)* is not [A.123x].")
    purging.purge(text="(A.1234)*", by=ModeratorFactory())
    assert Practice.objects.get(pk=practice.pk).shown.what_we_do == "Case […] is not [A.123x]."


def test_where_it_stands_is_told_in_numbers_alone(planted, client):
    moderator = ModeratorFactory()
    client.force_login(moderator)
    page = client.post("/review/purge/", {"text": MARKER})
    assert page.status_code == 200
    text = page.content.decode()
    assert "Revision: 2" in text
    assert "Comment: 1" in text
    assert "twice a week" not in text
    assert "help-zebediah-quixwell-home" not in text
    assert AuditEvent.objects.filter(action="purge_looked_for", by_id=moderator.pk).count() == 1


def test_a_moderator_purges_by_the_page(planted, client):
    client.force_login(ModeratorFactory())
    page = client.post("/review/purge/", {"text": MARKER, "remove": "yes"}, follow=True)
    assert "The words are gone from" in page.content.decode()
    assert where_it_stands() == []


@pytest.mark.parametrize(
    ("text", "says"), [("", "Enter the words"), ("a b", "Enter more of the words"), ("...", "more")]
)
def test_words_that_stand_everywhere_are_refused(planted, client, text, says):
    client.force_login(ModeratorFactory())
    before = where_it_stands()
    page = client.post("/review/purge/", {"text": text, "remove": "yes"})
    assert page.status_code == 400
    assert says in page.content.decode()
    assert where_it_stands() == before


def test_only_moderators_purge_or_look(planted):
    for act in (purging.purge, purging.look_for):
        with pytest.raises(PermissionDenied, match="Only moderators"):
            act(text=MARKER, by=planted.authorships.get().user)
    assert "practices_revision" in where_it_stands()
