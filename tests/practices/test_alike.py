"""Write-ups like another: for readers, for authors, and for moderators."""

import pytest

from practices.search import alike, statistics
from tests.factories import ModeratorFactory, OrganisationFactory, PracticeFactory, UserFactory
from tests.practices.test_search import EMPTY, VISITOR, written

pytestmark = pytest.mark.django_db

SAID = {
    "summary": "Ward and social care agree each morning who goes home.",
    "problem": "People waited on the ward, and nobody knew for whom.",
    "what_we_do": "A discharge huddle at the whiteboard: one next step, one name.",
}
OTHERWISE = {
    "summary": "Foster carers meet as a constellation around an experienced family.",
    "problem": "Foster carers stopped for want of company.",
    "what_we_do": "Sleepovers, and a monthly meal.",
}


@pytest.fixture
def huddle():
    practice = written("Hold a discharge huddle", **SAID)
    for number in range(4):
        written(f"Foster in a constellation, {number}", **OTHERWISE)
    written("Plan the rota a month ahead", what_we_do="A rota for the weekend.")
    statistics.refresh()
    return practice


def draft(title="A discharge huddle", **said):
    return PracticeFactory(
        revision__title=title, **{f"revision__{name}": text for name, text in (EMPTY | said).items()}
    )


def test_related_practices_are_about_the_same_things_and_never_the_practice_itself(huddle):
    other = written("Meet at the whiteboard before discharge", **SAID)
    statistics.refresh()
    assert alike.related(huddle, user=VISITOR).still_done == [other.pk]


def test_what_is_retired_stands_apart_however_the_ranking_puts_it_back(huddle):
    stopped = written("Meet at the whiteboard before discharge", state="retired", **SAID)
    statistics.refresh()
    assert alike.related(huddle, user=VISITOR) == alike.Related(still_done=[], retired=[stopped.pk])


def test_where_nothing_is_like_it_nothing_is_offered(huddle):
    assert alike.related(huddle, user=VISITOR).still_done == []


def test_an_author_and_a_moderator_are_told_of_what_says_the_same(huddle, client):
    practice = PracticeFactory(
        state="in_review", **{f"revision__{name}": text for name, text in (EMPTY | SAID).items()}
    )
    author = practice.authorships.get().user
    assert alike.duplicates(practice, practice.draft_revision, user=author) == [huddle.pk]
    client.force_login(ModeratorFactory())
    assert huddle.published_revision.title in client.get(f"/review/{practice.slug}/").content.decode()


def test_the_task_list_names_what_is_much_like_the_draft(huddle, client):
    practice = draft(**SAID)
    client.force_login(practice.authorships.get().user)
    page = client.get(f"/practices/{practice.slug}/edit/").content.decode()
    assert "Others have written" in page
    assert huddle.get_absolute_url() in page


def test_a_draft_about_something_else_is_not_called_a_duplicate(huddle):
    practice = draft(title="Plan holidays together", what_we_do="A calendar for the summer holidays.")
    assert alike.duplicates(practice, practice.draft_revision, user=practice.authorships.get().user) == []


def test_nothing_like_it_is_named_that_the_person_may_not_read():
    organisation = OrganisationFactory()
    said = {f"revision__{name}": text for name, text in (EMPTY | SAID).items()}
    hidden = PracticeFactory(state="published", organisation=organisation, revision__visibility="organisation", **said)
    shown = written("Hold a discharge huddle", **SAID)
    statistics.refresh()
    assert alike.related(shown, user=VISITOR).still_done == []
    assert alike.related(shown, user=UserFactory(organisation=organisation)).still_done == [hidden.pk]


def test_before_words_were_counted_nothing_is_said():
    practice = written("Hold a discharge huddle", **SAID)
    written("Hold a discharge huddle", **SAID)
    assert alike.related(practice, user=VISITOR).still_done == []


def test_related_practices_stand_on_the_page(huddle, client):
    other = written("Meet at the whiteboard before discharge", **SAID)
    statistics.refresh()
    page = client.get(huddle.get_absolute_url()).content.decode()
    assert "Others that are like it" in page
    assert other.get_absolute_url() in page
    assert "when they stopped something like this" not in page


def test_a_retired_one_stands_on_the_page_with_its_reason_as_help(huddle, client):
    stopped = written("Meet at the whiteboard before discharge", state="retired", **SAID)
    statistics.refresh()
    page = client.get(huddle.get_absolute_url()).content.decode()
    section = page[page.index("What others found when they stopped something like this") :]
    assert "It is out of date." in section
    assert "The guidance has moved on." in section
    assert stopped.get_absolute_url() in section
    assert "Others that are like it" not in page


def test_a_retired_one_is_a_caution_only_to_those_who_may_read_it(huddle, client):
    written("Meet at the whiteboard before discharge", state="retired", visibility="organisation", **SAID)
    statistics.refresh()
    assert "when they stopped something like this" not in client.get(huddle.get_absolute_url()).content.decode()
