"""Whatever somebody asks of search, they learn nothing of what they may not read."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.filters import PracticeFilterSet
from practices.models import Practice
from practices.search import alike, search, statistics
from practices.search.suggestions import suggestions
from tests.factories import (
    AdministratorFactory,
    ModeratorFactory,
    OrganisationFactory,
    PracticeFactory,
    UserFactory,
)
from tests.world import undone

pytestmark = pytest.mark.django_db

STATES = ["draft", "in_review", "returned", "declined", "published", "retired", "changing"]
# A word for each write-up, which no other has, and what a thumb makes of it.
WORDS = {"aardvark": "aardvrak", "capybara": "capybra", "porcupine": "porcupien", "wolverine": "wolvernie"}

write_ups = st.lists(
    st.fixed_dictionaries(
        {
            "state": st.sampled_from(STATES),
            "revision__visibility": st.sampled_from(["public", "staff", "organisation"]),
            "revision__stage": st.sampled_from(["trying", "running"]),
            "revision__shown_as": st.sampled_from(["name", "region"]),
            "organisation": st.sampled_from([0, 1]),
        }
    ),
    min_size=len(WORDS),
    max_size=len(WORDS),
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=write_ups, ranks_candidates=st.booleans(), maps_words=st.booleans())
def test_nothing_leaks_from_what_a_person_may_not_read(drawn, ranks_candidates, maps_words):
    with undone(), pytest.MonkeyPatch.context() as patch:
        if maps_words:
            patch.setattr("practices.search.bitmaps.MAPPED_FROM", 0.5)
        if ranks_candidates:
            patch.setattr("practices.search.candidates.MOST_SCORED", 1)
        organisations = OrganisationFactory.create_batch(2)
        by_word = {
            word: PracticeFactory(
                **(traits | {"organisation": organisations[traits["organisation"]]}),
                revision__title=f"Hold a {word} huddle",
                revision__what_we_do=f"The {word} stands at the whiteboard each morning.",
            )
            for word, traits in zip(WORDS, drawn, strict=True)
        }
        statistics.refresh()
        for person in [
            AnonymousUser(),
            UserFactory(),
            UserFactory(organisation=organisations[0]),
            by_word["aardvark"].authorships.get().user,
            ModeratorFactory(),
            AdministratorFactory(),
        ]:
            learns_only_what_they_may_read(person, by_word)


def learns_only_what_they_may_read(person, by_word):
    may_read = set(Practice.objects.visible_to(person).published().values_list("pk", flat=True))
    filterset = PracticeFilterSet(QueryDict(""), user=person)
    results = search("whiteboard", user=person, filterset=filterset)
    assert set(results.practices) == may_read
    assert results.total == len(may_read)
    stages = Practice.objects.filter(pk__in=may_read).values_list("published_revision__stage", flat=True)
    counted = {o.value: o.count for f in filterset.facets(results.counts) for o in f.options if f.name == "stage"}
    assert counted == {stage: list(stages).count(stage) for stage in set(stages)}
    for word, practice in by_word.items():
        known = practice.pk in may_read
        assert list(search(word, user=person).practices) == ([practice.pk] if known else [])
        together = search(f'"{word} huddle"', user=person)
        assert list(together.practices) == [practice.pk] if known else set(together.practices) == may_read
        assert bool(suggestions(word[:4], user=person)) == known
        slipped = search(WORDS[word], user=person)
        assert known or not (slipped.query.corrections or slipped.total)
        near = alike.duplicates(practice, practice.current_revision, user=person)
        if practice.is_published:
            related = alike.related(practice, user=person)
            near += related.still_done + related.retired
        assert set(near) <= may_read - {practice.pk}
