"""What may tell who somebody is, in a write-up: found in every text, dealt with by its author, seen by moderators."""

import logging
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import AuditEvent
from practices import identifiers, identifying, markdown, marks
from practices.actions import authoring, discussion, moderation
from practices.actions import identifying as actions
from practices.models import Dismissal, Practice, Revision
from practices.sections import BY_KEY, SECTIONS
from tests.factories import (
    CommentFactory,
    ModeratorFactory,
    OrganisationFactory,
    PlaceFactory,
    PracticeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NHS_NUMBER = "999 028 0018"  # of the range for tests; its check digit is right
STORY = "We rang her on 07700 900123 when she came home."


def drafted(**fields):
    return PracticeFactory(state="draft", **{f"revision__{name}": value for name, value in fields.items()})


def found_in(practice):
    practice = Practice.objects.for_page().get(pk=practice.pk)
    return identifying.findings(practice, practice.draft_revision)


def author_of(practice):
    return practice.authorships.get().user


def submit(practice):
    return authoring.submit(
        practice=practice, by=author_of(practice), declared=frozenset(authoring.DECLARATIONS), change_note=""
    )


def test_every_text_that_authors_type_is_looked_through():
    planted = {}
    for section in SECTIONS:
        for field in section.fields:
            if field in identifying.NOT_CHECKED or field in ("places", "topics", "attachments"):
                continue
            column = Revision._meta.get_field(field)
            if column.get_internal_type() in ("CharField", "TextField") and not column.choices:
                planted[field] = f"NHS {NHS_NUMBER}"
    rows = {"steps": [{"text": f"Ring {NHS_NUMBER}", "essential": "yes"}], "risks": [{"risk": "", "guard": NHS_NUMBER}]}
    practice = drafted(kind="process", **planted, **rows)
    assert {finding.place.field for finding in found_in(practice)} == {*planted, *rows}
    assert {"title", "summary", "problem", "what_we_do", "people_said", "did_not_work", "exceptions"} <= {*planted}


def test_the_contact_may_be_told_and_what_the_write_up_is_about_is_no_finding():
    place = PlaceFactory(short_name="Rosewood Street")
    practice = PracticeFactory(
        state="draft",
        organisation=OrganisationFactory(name="Mrs Beeton House"),
        revision__contact_email="mo@council.example",
        revision__contact_name="Mo Manager",
        revision__places=[place],
        revision__problem="Mrs Beeton House had no rota. In Rosewood Street nobody knew whom to ask.",
    )
    assert found_in(practice) == []


def test_a_number_in_the_story_keeps_it_from_being_submitted():
    practice = drafted(what_we_do=STORY)
    with pytest.raises(authoring.SomebodyRecognisable) as refused:
        submit(practice)
    assert [finding.words for finding in refused.value.findings] == ["07700 900123"]
    assert Practice.objects.get(pk=practice.pk).draft_revision.status == "draft"


def test_a_warning_does_not_keep_it_from_being_submitted():
    practice = drafted(what_we_do="Mrs B. came home on a Friday.")
    assert found_in(practice)
    assert submit(practice).draft_revision.status == "submitted"


def test_what_an_author_says_is_about_nobody_can_be_submitted_and_moderators_see_why(client):
    practice = drafted(what_we_do="Our helpline is 07700 900123.")
    [finding] = found_in(practice)
    actions.dismiss(practice=practice, key=finding.key, reason="Our public helpline", by=author_of(practice))
    practice = submit(practice)
    client.force_login(ModeratorFactory())
    page = client.get(reverse("review", args=[practice.slug])).content.decode()
    assert "Our public helpline" in page
    assert "said to be no person" in page


def test_the_same_words_elsewhere_are_dealt_with_too_and_others_are_not():
    practice = drafted(what_we_do=STORY, problem="Nobody answered 07700 900123, nor 07700 900456.")
    first = found_in(practice)[0]
    actions.dismiss(practice=practice, key=first.key, reason="A helpline", by=author_of(practice))
    assert [finding.words for finding in identifying.open_among(found_in(practice))] == ["07700 900456"]


def test_a_dismissal_can_be_taken_back():
    practice = drafted(what_we_do=STORY)
    [finding] = found_in(practice)
    actions.dismiss(practice=practice, key=finding.key, reason="A helpline", by=author_of(practice))
    actions.take_back(practice=practice, key=finding.key, by=author_of(practice))
    assert not Dismissal.objects.exists()
    assert found_in(practice)[0].blocks


def test_the_suggested_wording_replaces_what_was_found_and_nothing_else():
    steps = [{"text": "Ask first", "essential": "yes"}, {"text": "Help a woman aged 84 with it", "essential": "no"}]
    practice = drafted(steps=steps)
    [finding] = found_in(practice)
    actions.use_suggestion(practice=practice, key=finding.key, by=author_of(practice))
    now = Practice.objects.get(pk=practice.pk).draft.steps
    assert now[0] == steps[0]
    assert now[1]["essential"] == "no"
    assert "84" not in now[1]["text"]
    assert finding.found.suggestion in now[1]["text"]
    assert now[1]["text"].endswith("with it")


@pytest.mark.parametrize("act", [actions.use_suggestion, actions.take_back])
def test_what_has_changed_meanwhile_is_left_alone(act):
    practice = drafted(what_we_do="Mrs B. came home. She is aged 84.")
    key = found_in(practice)[-1].key
    Revision.objects.filter(pk=practice.draft_revision_id).update(what_we_do="Somebody came home.")
    with pytest.raises(actions.NotThereAnyMore):
        act(practice=practice, key=key, by=author_of(practice))
    assert Practice.objects.get(pk=practice.pk).draft.what_we_do == "Somebody came home."


def test_only_its_authors_deal_with_it():
    practice = drafted(what_we_do=STORY)
    [finding] = found_in(practice)
    with pytest.raises(PermissionDenied):
        actions.dismiss(practice=practice, key=finding.key, reason="No", by=UserFactory())
    assert not Dismissal.objects.exists()


def test_an_author_goes_through_them_on_a_page(client):
    practice = drafted(what_we_do=STORY, problem="She is aged 84.")
    client.force_login(author_of(practice))
    address = reverse("recognisable", args=[practice.slug])
    assert address in client.get(reverse("edit", args=[practice.slug])).content.decode()
    age, phone = found_in(practice)
    assert "1 of these keeps it from being submitted." in client.get(address).content.decode()
    assert "It cannot be submitted with this." in client.get(address).content.decode()
    refused = client.post(address, {"finding": phone.key, "reason": ""})
    assert refused.status_code == 400
    assert "Say why it is not about a person" in refused.content.decode()
    assert not Dismissal.objects.exists()
    client.post(address, {"finding": age.key, "use": "yes"})
    assert "84" not in Practice.objects.get(pk=practice.pk).draft.problem
    client.post(address, {"finding": phone.key, "reason": "A number for dramas"})
    page = client.get(address).content.decode()
    assert "Nothing is found that you have not dealt with" in page
    assert "A number for dramas" in page
    client.post(address, {"finding": phone.key, "take_back": "yes"})
    assert "It cannot be submitted with this." in client.get(address).content.decode()
    gone = client.post(address, {"finding": "problem::0:nothing", "use": "yes"}, follow=True)
    assert "The text has changed" in gone.content.decode()


def test_the_section_its_saving_and_the_check_say_so(client):
    practice = drafted(what_we_do=STORY)
    client.force_login(author_of(practice))
    assert "07700 900123</mark>" in client.get(reverse("edit_section", args=[practice.slug, "model"])).content.decode()
    assert "07700" not in client.get(reverse("edit_section", args=[practice.slug, "learning"])).content.decode()
    base = authoring.base_of(practice.draft_revision, "context")
    said = client.post(
        reverse("autosave", args=[practice.slug, "context"]), {"problem": f"Rang {NHS_NUMBER}", "base": base}
    ).json()
    assert "1 thing in this section may tell who somebody is." in said["message"]
    check = client.get(reverse("check_answers", args=[practice.slug])).content.decode()
    assert "Somebody could be recognised" in check
    assert "What you declare" not in check


def test_a_submission_by_hand_is_refused_with_the_same_page(client):
    practice = drafted(what_we_do=STORY)
    client.force_login(author_of(practice))
    declared = dict.fromkeys(authoring.DECLARATIONS, "on")
    answer = client.post(reverse("check_answers", args=[practice.slug]), {"key": "2" * 32, **declared})
    assert answer.status_code == 400
    assert "Somebody could be recognised" in answer.content.decode()
    assert Practice.objects.get(pk=practice.pk).draft.status == "draft"


@pytest.mark.parametrize(
    "text",
    [
        "We asked *Mrs B.* about it.",
        "- Mrs B. came\n- then Mrs C. came",
        "Read [what Mrs B. said](https://www.example.org/Mrs%20B.) and <https://www.example.org/aged-84>.",
        "Mrs\nB. came & <script>alert(1)</script> aged 84",
        "\ue0009\ue001 somebody typed these \ue002 and Mrs B. too",
    ],
)
def test_moderators_see_findings_marked_in_the_text_as_readers_would_see_it(client, text):
    practice = PracticeFactory(state="in_review", revision__what_we_do=text)
    client.force_login(ModeratorFactory())
    page = client.get(reverse("review", args=[practice.slug])).content.decode()
    assert page.count("<mark class") >= 2  # in the text, and in the list beside it
    assert page.count("<mark") == page.count("</mark>")
    assert "<script>alert" not in page
    assert not any(letter in page for letter in "\ue000\ue001\ue002")
    assert "%EE%80" not in page


def test_no_text_is_logged(client, caplog):
    practice = drafted(what_we_do=STORY)
    client.force_login(author_of(practice))
    with caplog.at_level(logging.DEBUG):
        base = authoring.base_of(practice.draft_revision, "context")
        address = reverse("edit_section", args=[practice.slug, "context"])
        client.post(address, {"problem": f"Rang {NHS_NUMBER}", "base": base})
        client.get(reverse("recognisable", args=[practice.slug]))
        client.get(reverse("check_answers", args=[practice.slug]))
    logged = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert not any("07700" in line or "999 028" in line for line in logged)
    assert not any("07700" in str(event.details) for event in AuditEvent.objects.all())


def test_a_write_up_that_was_returned_is_marked_again_for_its_next_review():
    moderator = ModeratorFactory()
    practice = PracticeFactory(state="in_review", revision__what_we_do="Mrs B. came home.")
    practice = moderation.take(practice=practice, by=moderator)
    moderation.return_to_author(practice=practice, by=moderator, message="More generally, please.", sections=[])
    assert [finding.words for finding in found_in(practice)]


def test_marks_stay_within_what_they_stand_in():
    text = "We asked *Mrs* Okafor\n\nabout it."
    found = identifiers.Found(identifiers.Kind.NAME, text.index("Mrs"), text.index("about"))
    finding = identifying.Finding(identifying.Place(BY_KEY["model"], "what_we_do"), text, found, None)
    shown = marks.marked(Revision(what_we_do=text), [finding])
    page = marks.drawn(markdown.render(shown.what_we_do), [finding])
    page = re.sub(r"<span.*?</span>", "", page)
    mark = '<mark class="hub-telling">'
    assert page == f"<p>We asked <em>{mark}Mrs</mark></em>{mark} Okafor</mark></p>\n<p>about it.</p>\n"


@pytest.fixture
def trusted():
    """Somebody whose first comments were read and shown."""
    person = UserFactory()
    CommentFactory.create_batch(2, author=person, status="shown")
    return person


def test_a_number_in_a_comment_is_refused_and_what_was_typed_stays(client, trusted):
    practice = PracticeFactory(state="published")
    client.force_login(trusted)
    page = client.post(reverse("comments", args=[practice.slug]), {"key": "3" * 32, "body": STORY})
    assert page.status_code == 400
    assert "Take this out, since it may tell who a person is: 07700 900123" in page.content.decode()
    assert STORY in page.content.decode()
    assert not practice.comments.exists()


def test_a_comment_that_may_tell_who_somebody_is_waits_for_a_moderator(client, trusted):
    practice = PracticeFactory(state="published", revision__team="Mrs Beeton House")
    client.force_login(trusted)
    address = reverse("comments", args=[practice.slug])
    said = client.post(address, {"key": "4" * 32, "body": "Mrs B. rang us about it."}, follow=True)
    assert "a moderator reads it before others see it" in said.content.decode()
    client.post(address, {"key": "5" * 32, "body": "How does Mrs Beeton House do it?"})
    assert list(practice.comments.order_by("pk").values_list("status", flat=True)) == ["waiting", "shown"]
    shown = practice.comments.get(status="shown")
    discussion.edit_comment(comment=shown, by=trusted, body="Mrs C. asks how you do it.")
    shown.refresh_from_db()
    assert shown.status == "waiting"


def test_so_does_an_endorsement(trusted):
    practice = PracticeFactory(state="published")
    said = discussion.endorse(practice=practice, by=trusted, standing="use", why="It helped Mrs B. at home.")
    assert said.status == "waiting"


REPORT = "He was hit by staff last night."


def test_whoever_seems_to_report_an_incident_is_told_where_to_turn(client, trusted):
    practice = drafted(what_we_do=f"We ring each family. {REPORT}")
    client.force_login(author_of(practice))
    for page in ("edit", "check_answers"):
        assert "This is not the place to report" in client.get(reverse(page, args=[practice.slug])).content.decode()
    section = client.get(reverse("edit_section", args=[practice.slug, "model"])).content.decode()
    assert "This is not the place to report" in section
    client.force_login(trusted)
    published = PracticeFactory(state="published")
    address = reverse("comments", args=[published.slug])
    said = client.post(address, {"key": "6" * 32, "body": REPORT}, follow=True).content.decode()
    assert "This is not the place to report" in said
    asked = {"key": "7" * 32, "question": REPORT, "shown": "name"}
    said = client.post(reverse("need_new"), asked, follow=True).content.decode()
    assert "This is not the place to report" in said


def test_whoever_tells_of_work_with_incidents_is_not(client):
    practice = drafted(what_we_do="The duty worker handles safeguarding concerns and reports each to the board.")
    client.force_login(author_of(practice))
    assert "This is not the place" not in client.get(reverse("edit", args=[practice.slug])).content.decode()
