"""Nothing typed is lost: two editors, saving while typing, double clicks, sessions that end."""

import time
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from practice_hub import kept_text
from practices.actions import authoring
from practices.actions.once import once
from practices.lifecycle import TransitionNotAllowed
from practices.models import HandledForm, Practice, SectionSave
from tests.factories import PASSWORD, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return UserFactory(display_name="Priya Shah")


@pytest.fixture
def colleague():
    return UserFactory(display_name="Tom Reid")


@pytest.fixture
def practice(author, colleague):
    return PracticeFactory(author=author, co_authors=[colleague], revision__problem="Old words.")


def signed_in(user, **options):
    client = Client(**options)
    client.force_login(user)
    return client


def address(practice, name="edit_section", section="context"):
    return reverse(name, args=[practice.slug, section])


def draft(practice):
    return practice.revisions.get()


def opened(client, practice, section="context"):
    """What the browser holds after opening the section: the fields that go back with what is typed."""
    page = client.get(address(practice, section=section))
    return {
        "base": page.context["form"]["base"].value(),
        kept_text.FIELD: kept_text.ticket(page.context["user"], page.request["PATH_INFO"], page.request["PATH_INFO"]),
    }


# Two editors


def test_who_saves_second_sees_both_texts_and_nothing_is_overwritten(author, colleague, practice):
    first, second = signed_in(author), signed_in(colleague)
    mine, theirs = opened(first, practice), opened(second, practice)
    assert second.post(address(practice), {**theirs, "problem": "Tom’s words."}).status_code == 302
    answer = first.post(address(practice), {**mine, "problem": "Priya’s words."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Tom’s words." in page
    assert "Priya’s words." in page
    assert "by Tom Reid" in page
    assert draft(practice).problem == "Tom’s words."


@pytest.mark.parametrize(
    ("choice", "typed", "kept"),
    [
        ("mine", "Priya’s words.", "Priya’s words."),
        ("theirs", "Priya’s words.", "Tom’s words."),
        ("mine", "Words of both.", "Words of both."),
    ],
)
def test_one_of_two_texts_is_chosen_or_both_are_merged(author, colleague, practice, choice, typed, kept):
    first, second = signed_in(author), signed_in(colleague)
    mine = opened(first, practice)
    second.post(address(practice), {**opened(second, practice), "problem": "Tom’s words."})
    clash = first.post(address(practice), {**mine, "problem": "Priya’s words."})
    settled = {"base": clash.context["form"]["base"].value(), "keep-problem": choice, "problem": typed}
    assert first.post(address(practice), settled).status_code == 302
    assert draft(practice).problem == kept


def test_a_third_save_while_somebody_chooses_is_not_overwritten_either(author, colleague, practice):
    first, second = signed_in(author), signed_in(colleague)
    mine = opened(first, practice)
    second.post(address(practice), {**opened(second, practice), "problem": "Tom’s words."})
    clash = first.post(address(practice), {**mine, "problem": "Priya’s words."})
    second.post(address(practice), {**opened(second, practice), "problem": "Tom’s second thoughts."})
    settled = {"base": clash.context["form"]["base"].value(), "keep-problem": "mine", "problem": "Priya’s words."}
    assert first.post(address(practice), settled).status_code == 409
    assert draft(practice).problem == "Tom’s second thoughts."


def test_only_what_differs_is_asked_and_the_rest_goes_along(author, colleague, practice):
    first, second = signed_in(author), signed_in(colleague)
    typed = {"stage": "running", "started_month": "5", "started_year": "2021", "stopped_why": ""}
    mine = opened(first, practice, "stage")
    second.post(address(practice, section="stage"), {**opened(second, practice, "stage"), **typed, "stage": "trying"})
    clash = first.post(address(practice, section="stage"), {**mine, **typed})
    assert [difference.name for difference in clash.context["differences"]] == ["stage"]
    assert dict(clash.context["carried"]) == {"started_month": "5", "started_year": "2021", "stopped_why": ""}
    settled = {"base": clash.context["form"]["base"].value(), "stage": "running", "keep-stage": "mine"}
    first.post(address(practice, section="stage"), settled | dict(clash.context["carried"]))
    assert (draft(practice).stage, draft(practice).started.isoformat()) == ("running", "2021-05-01")


@pytest.mark.parametrize(
    ("section", "mine", "theirs", "field"),
    [
        ("model", {"steps-0-text": "Ring"}, {"steps-0-text": "Write"}, "steps"),
        (
            "stage",
            {"stage": "running", "started_year": "2020"},
            {"stage": "running", "started_year": "2021"},
            "started",
        ),
        ("sharing", {"own_topics": "Pets"}, {"own_topics": "Gardens"}, "topics"),
    ],
)
def test_rows_dates_and_topics_are_shown_and_chosen_like_texts(
    author, colleague, practice, section, mine, theirs, field
):
    first, second = signed_in(author), signed_in(colleague)
    started = opened(first, practice, section)
    second.post(address(practice, section=section), {**opened(second, practice, section), **theirs})
    clash = first.post(address(practice, section=section), {**started, **mine})
    assert clash.status_code == 409
    assert field in [difference.name for difference in clash.context["differences"]]
    before = draft(practice)
    choices = {difference.choice_name: "theirs" for difference in clash.context["differences"]}
    settled = {"base": clash.context["form"]["base"].value(), **dict(clash.context["carried"]), **choices}
    assert first.post(address(practice, section=section), settled | mine).status_code == 302
    after = draft(practice)
    assert (after.steps, after.started) == (before.steps, before.started)
    assert list(after.topics.all()) == list(before.topics.all())


def test_saving_the_same_words_as_somebody_else_is_no_clash(author, colleague, practice):
    first, second = signed_in(author), signed_in(colleague)
    mine = opened(first, practice)
    second.post(address(practice), {**opened(second, practice), "problem": "The same words."})
    assert first.post(address(practice), {**mine, "problem": "The same words."}).status_code == 302


def test_different_sections_never_clash(author, colleague, practice):
    first, second = signed_in(author), signed_in(colleague)
    mine, theirs = opened(first, practice), opened(second, practice, "learning")
    second.post(address(practice, section="learning"), {**theirs, "did_not_work": "Rushing."})
    assert first.post(address(practice), {**mine, "problem": "Priya’s words."}).status_code == 302
    assert draft(practice).did_not_work == "Rushing."


def test_a_second_tab_of_the_same_person_is_guarded_too(author, practice):
    client = signed_in(author)
    one, other = opened(client, practice), opened(client, practice)
    client.post(address(practice), {**one, "problem": "From the first tab."})
    answer = client.post(address(practice), {**other, "problem": "From the second tab."})
    assert answer.status_code == 409
    assert "You saved this section somewhere else" in answer.content.decode()


def test_a_form_drawn_for_an_earlier_revision_does_not_overwrite_the_next(author, practice):
    client = signed_in(author)
    old = opened(client, practice)
    published = PracticeFactory(state="changing", author=author)
    first_revision = f"1.{old['base'].split('.')[1]}"
    answer = client.post(address(published), {"base": first_revision, "problem": "From a tab left open for a year."})
    assert answer.status_code == 409


# Saving while typing


def test_typing_is_saved_and_the_answer_says_when_and_what_to_start_from_next(author, practice):
    client = signed_in(author)
    answer = client.post(address(practice, "autosave"), {**opened(client, practice), "problem": "Half a sent"})
    assert answer.status_code == 200
    assert draft(practice).problem == "Half a sent"
    saved = SectionSave.objects.get()
    assert answer.json()["message"].startswith("Saved at ")
    assert answer.json()["base"] == authoring.base_of(draft(practice), "context")
    assert saved.saved_by == author
    more = {"base": answer.json()["base"], "problem": "Half a sentence more."}
    assert client.post(address(practice, "autosave"), more).status_code == 200
    assert draft(practice).problem == "Half a sentence more."


def test_what_cannot_be_stored_is_named_and_the_rest_is_saved(author, practice):
    client = signed_in(author)
    typed = {**opened(client, practice, "contact"), "contact_name": "Our team", "contact_email": "team@"}
    answer = client.post(address(practice, "autosave", "contact"), typed)
    assert "but not what needs correcting: Where should messages go?" in answer.json()["message"]
    assert draft(practice).contact_name == "Our team"
    assert draft(practice).contact_email == "discharge.team@council.example"


def test_a_row_that_grew_too_long_keeps_what_was_saved_of_it(author, practice):
    client = signed_in(author)
    start = opened(client, practice, "model")
    first = client.post(address(practice, "autosave", "model"), {**start, "steps-0-text": "Ring first"}).json()
    second = client.post(
        address(practice, "autosave", "model"), {"base": first["base"], "steps-0-text": "x" * 501}
    ).json()
    assert "Steps" in second["message"]
    assert [step["text"] for step in draft(practice).steps] == ["Ring first"]


def test_a_save_that_arrives_twice_because_its_answer_was_lost_is_no_clash(author, practice):
    client = signed_in(author)
    typed = {**opened(client, practice), "problem": "Sent twice."}
    client.post(address(practice, "autosave"), typed)
    assert client.post(address(practice, "autosave"), typed).status_code == 200


def test_saving_while_typing_does_not_overwrite_what_somebody_else_saved(author, colleague, practice):
    first, second = signed_in(author), signed_in(colleague)
    mine = opened(first, practice)
    second.post(address(practice), {**opened(second, practice), "problem": "Tom’s words."})
    answer = first.post(address(practice, "autosave"), {**mine, "problem": "Priya’s words."})
    assert answer.status_code == 409
    assert "by Tom Reid" in answer.json()["message"]
    assert draft(practice).problem == "Tom’s words."


def test_a_signed_out_script_is_sent_to_sign_in_and_saves_nothing(practice):
    answer = Client().post(address(practice, "autosave"), {"problem": "Words of nobody."})
    assert answer.status_code == 302
    assert draft(practice).problem == "Old words."


@pytest.mark.parametrize("state", ["published", "retired"])
def test_a_script_left_running_after_publication_saves_nothing(author, state):
    practice = PracticeFactory(state=state, author=author)
    answer = signed_in(author).post(address(practice, "autosave"), {"problem": "Late words."})
    assert answer.status_code in (403, 410)
    assert draft(practice).problem != "Late words."


def test_reading_a_section_saves_nothing(author, practice):
    client = signed_in(author)
    client.get(address(practice))
    assert client.get(address(practice, "autosave")).status_code == 405
    assert not SectionSave.objects.exists()


# A session that has ended


def sign_in_by_hand(client, user, back):
    return client.post(f"{reverse('account_login')}?next={back}", {"login": user.email, "password": PASSWORD})


def test_what_was_typed_when_the_session_ended_is_there_after_signing_in(author, practice):
    client = signed_in(author)
    typed = {**opened(client, practice), "problem": "An hour’s work."}
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    answer = client.post(address(practice), typed)
    assert answer.url == f"{reverse('account_login')}?next={address(practice)}"
    landed = sign_in_by_hand(client, author, address(practice))
    assert landed.url == address(practice)
    page = client.get(landed.url)
    assert "We kept what you typed" in page.content.decode()
    assert page.context["form"]["problem"].value() == "An hour’s work."
    assert draft(practice).problem == "Old words."
    again = {"base": page.context["form"]["base"].value(), "problem": "An hour’s work."}
    assert client.post(address(practice), again).status_code == 302
    assert draft(practice).problem == "An hour’s work."
    assert "We kept" not in client.get(address(practice)).content.decode()


def test_kept_words_meet_what_somebody_else_saved_meanwhile(author, colleague, practice):
    client = signed_in(author)
    typed = {**opened(client, practice), "problem": "An hour’s work."}
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    client.post(address(practice), typed)
    second = signed_in(colleague)
    second.post(address(practice), {**opened(second, practice), "problem": "Tom’s words."})
    sign_in_by_hand(client, author, address(practice))
    page = client.get(address(practice))
    again = {"base": page.context["form"]["base"].value(), "problem": "An hour’s work."}
    assert client.post(address(practice), again).status_code == 409


def test_whoever_was_signed_out_is_told_that_their_words_are_kept_and_nobody_else_is(author, practice):
    client = signed_in(author)
    typed = {**opened(client, practice), "problem": "Words for Priya’s eyes."}
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    page = client.post(address(practice), typed, follow=True).content.decode()
    assert "We kept what you typed" in page
    assert "Words for Priya" not in page
    wrong = client.post(reverse("account_login"), {"login": author.email, "password": "wrong"}).content.decode()
    assert "We kept what you typed" in wrong
    assert "We kept what you typed" not in Client().get(reverse("account_login")).content.decode()


def test_kept_words_are_shown_to_nobody_else(author, colleague, practice):
    client = signed_in(author)
    typed = {**opened(client, practice), "problem": "Words for Priya’s eyes."}
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    client.post(address(practice), typed)
    sign_in_by_hand(client, colleague, address(practice))
    assert "Words for Priya’s eyes." not in client.get(address(practice)).content.decode()


@pytest.mark.parametrize("ticket", ["", "forged", "e30:1:x"])
def test_a_form_without_a_true_ticket_is_not_kept(practice, ticket):
    client = Client()
    client.post(address(practice), {"problem": "Anything.", kept_text.FIELD: ticket})
    assert kept_text.SESSION_KEY not in client.session


@pytest.fixture
def days_later(monkeypatch):
    """Moves the clock that tickets are dated by."""
    now = time.time()
    return lambda days: monkeypatch.setattr(time, "time", lambda: now + days * 24 * 3600)


def test_a_form_from_a_page_that_was_open_for_six_days_is_kept(author, practice, days_later):
    client = signed_in(author)
    typed = {**opened(client, practice), "problem": "An hour’s work."}
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    days_later(6)
    assert client.post(address(practice), typed).url.startswith("/account/login/")
    assert kept_text.SESSION_KEY in client.session


def test_a_form_from_a_page_that_was_open_for_longer_is_given_back_to_be_copied(author, practice, days_later):
    client = signed_in(author)
    typed = {**opened(client, practice), "problem": "What took me an hour to write."}
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    days_later(8)
    answer = client.post(address(practice), typed, headers={"Origin": "http://testserver"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "this form was opened more than 7 days ago" in page
    assert "What took me an hour to write." in page
    assert typed[kept_text.FIELD] not in page
    assert kept_text.SESSION_KEY not in client.session


def test_somebody_who_is_still_signed_in_may_have_had_the_page_open_for_longer(author, practice, days_later):
    client = signed_in(author)
    typed = {**opened(client, practice), "problem": "An hour’s work."}
    authoring.submit(practice=practice, by=author, declared=frozenset(authoring.DECLARATIONS))
    days_later(8)
    session = client.session
    session.set_expiry(30 * 24 * 3600)
    session.save()
    assert client.post(address(practice), typed).status_code == 403
    assert kept_text.SESSION_KEY in client.session


def test_more_than_a_session_should_hold_is_refused_and_not_kept(author, practice):
    client = signed_in(author)
    typed = {**opened(client, practice), "problem": "x" * (kept_text.MOST_CHARACTERS + 1)}
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    answer = client.post(address(practice), typed)
    assert answer.status_code == 413
    assert "nothing was saved" in answer.content.decode()
    assert kept_text.SESSION_KEY not in client.session


def test_a_ticket_for_one_page_does_not_keep_a_form_for_another(author, practice):
    other = PracticeFactory(author=author)
    client = signed_in(author)
    typed = {**opened(client, practice), "problem": "Anything."}
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    client.post(address(other), typed)
    assert kept_text.SESSION_KEY not in client.session


def test_what_was_kept_can_be_dropped(author, practice):
    client = signed_in(author)
    typed = {**opened(client, practice), "problem": "Never mind."}
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    client.post(address(practice), typed)
    sign_in_by_hand(client, author, address(practice))
    client.post(address(practice), {"forget": "yes"})
    assert client.get(address(practice)).context["form"]["problem"].value() == "Old words."


def test_a_browser_keeps_only_the_last_few_forms(author):
    client = signed_in(author)
    practices = [PracticeFactory(author=author) for _ in range(kept_text.MOST_KEPT + 1)]
    forms = [{**opened(client, practice), "problem": practice.slug} for practice in practices]
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    for practice, typed in zip(practices, forms, strict=True):
        client.post(address(practice), typed)
    assert list(client.session[kept_text.SESSION_KEY]) == [address(practice) for practice in practices[1:]]


def test_a_token_that_changed_by_signing_in_in_another_tab_loses_nothing(author, practice):
    client = signed_in(author, enforce_csrf_checks=True)
    typed = {**opened(client, practice), "problem": "An hour’s work.", "csrfmiddlewaretoken": "x" * 64}
    answer = client.post(address(practice), typed)
    assert answer.url == address(practice)
    assert client.get(answer.url).context["form"]["problem"].value() == "An hour’s work."


def test_a_stale_token_of_somebody_signed_out_loses_nothing(author, practice):
    client = signed_in(author, enforce_csrf_checks=True)
    typed = {**opened(client, practice), "problem": "An hour’s work.", "csrfmiddlewaretoken": "x" * 64}
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    answer = client.post(address(practice), typed)
    assert answer.url == f"{reverse('account_login')}?next={address(practice)}"
    client.force_login(author)
    assert client.get(address(practice)).context["form"]["problem"].value() == "An hour’s work."


def test_words_typed_while_a_co_author_submitted_come_back_when_it_can_be_edited_again(author, practice):
    client = signed_in(author)
    typed = {**opened(client, practice), "problem": "Still typing."}
    revision = draft(practice)
    revision.status = "submitted"
    revision.save()
    refused = client.post(address(practice), typed)
    assert refused.status_code == 403
    assert "in review" in refused.content.decode()
    revision.status = "draft"
    revision.save()
    assert client.get(address(practice)).context["form"]["problem"].value() == "Still typing."


def test_a_first_note_survives_a_session_that_ended(author):
    client = signed_in(author)
    page = client.get(reverse("practice_new"))
    ticket = kept_text.ticket(author, reverse("practice_new"), reverse("practice_new"))
    typed = {"key": page.context["form"]["key"].value(), "title": "Ring first", kept_text.FIELD: ticket}
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    client.post(reverse("practice_new"), typed)
    client.force_login(author)
    again = client.get(reverse("practice_new"))
    assert "We kept what you typed" in again.content.decode()
    assert again.context["form"]["title"].value() == "Ring first"
    client.post(reverse("practice_new"), {"key": again.context["form"]["key"].value(), "title": "Ring first"})
    assert Practice.objects.count() == 1
    assert "We kept" not in client.get(reverse("practice_new")).content.decode()


# Double clicks


def test_a_form_that_counts_once_is_somebody_s_own(author, colleague):
    key = uuid4()
    assert once(key=key, by=author, handle=lambda: "/first/") == "/first/"
    assert once(key=key, by=author, handle=lambda: "/second/") == "/first/"
    with pytest.raises(PermissionDenied, match="drawn for somebody else"):
        once(key=key, by=colleague, handle=lambda: "/third/")


def test_a_form_that_failed_may_be_sent_again(author):
    key = uuid4()

    def fail():
        raise TransitionNotAllowed("draft", "published")

    with pytest.raises(TransitionNotAllowed):
        once(key=key, by=author, handle=fail)
    assert not HandledForm.objects.exists()
    assert once(key=key, by=author, handle=lambda: "/done/") == "/done/"
