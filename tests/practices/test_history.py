from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from practices import content, diff
from practices.actions import authoring
from practices.display import DATES, ROW_KEYS
from practices.lifecycle import Status
from practices.models import Practice, Revision
from tests.factories import ModeratorFactory, PracticeFactory, RevisionFactory, UserFactory

pytestmark = pytest.mark.django_db


def publish_next(practice, **fields):
    """Put a second revision in front, differing by `fields`."""
    revision = practice.draft_revision
    for name, value in (fields | {"status": Status.PUBLISHED, "published_at": timezone.now()}).items():
        setattr(revision, name, value)
    revision.save()
    practice.published_revision, practice.draft_revision = revision, None
    practice.save()
    return practice


def history(client, practice):
    return client.get(reverse("history", args=[practice.slug]))


def compare(client, practice, a=1, b=2):
    return client.get(reverse("compare", args=[practice.slug, a, b]))


def test_readers_see_who_and_when_of_each_published_revision(client):
    practice = publish_next(PracticeFactory(state="changing"), problem="New words.")
    page = history(client, practice).content.decode()
    assert "Revision 1" in page
    assert "Revision 2" in page
    assert practice.authorships.get().user.display_name in page


def test_any_two_revisions_compare(client):
    practice = publish_next(PracticeFactory(state="changing", revision__problem="Old words."), problem="New words.")
    page = compare(client, practice).content.decode()
    assert "Old" in page[page.index("<del>") : page.index("</del>")]
    assert "New" in page[page.index("<ins>") : page.index("</ins>")]
    assert compare(client, practice, 2, 1).status_code == 200


def test_a_draft_revision_is_its_authors_affair(client):
    practice = PracticeFactory(state="changing")
    assert "Revision 2" not in history(client, practice).content.decode()
    assert compare(client, practice).status_code == 404
    client.force_login(practice.authorships.get().user)
    assert "Revision 2" in history(client, practice).content.decode()
    assert compare(client, practice).status_code == 200


def test_what_was_published_for_the_organisation_alone_stays_there(client):
    practice = PracticeFactory(state="changing", revision__visibility="organisation")
    publish_next(practice, visibility="public")
    assert "Revision 1" not in history(client, practice).content.decode()
    assert client.get(reverse("revision", args=[practice.slug, 1])).status_code == 404
    client.force_login(UserFactory(organisation=practice.organisation))
    assert client.get(reverse("revision", args=[practice.slug, 1])).status_code == 200


def test_the_contact_address_is_in_no_comparison_for_readers(client):
    practice = publish_next(PracticeFactory(state="changing"), contact_email="new@council.example")
    assert "council.example" not in compare(client, practice).content.decode()


def test_a_team_shown_as_its_region_is_not_given_away_by_its_history(client):
    practice = PracticeFactory(state="changing", revision__team="Northbridge discharge team")
    publish_next(practice, shown_as="region", team="Westmarsh team")
    page = compare(client, practice).content.decode()
    assert "Northbridge" not in page
    assert "Westmarsh" not in page
    assert "Northbridge" not in client.get(reverse("revision", args=[practice.slug, 1])).content.decode()


def test_a_team_shown_as_its_region_does_not_tell_the_role_of_its_contact(client):
    practice = PracticeFactory(state="changing", revision__contact_role="Manager, Northbridge reablement")
    publish_next(practice, shown_as="region", contact_role="Manager, Westmarsh reablement")
    page = compare(client, practice).content.decode()
    assert "Northbridge" not in page
    assert "Westmarsh" not in page


def test_names_that_readers_no_longer_see_are_in_no_older_revision(client):
    author = UserFactory(display_name="Amina Yusuf")
    practice = PracticeFactory(state="changing", author=author, revision__shown_as="name")
    publish_next(practice, shown_as="team")
    assert "Amina Yusuf" not in history(client, practice).content.decode()
    client.force_login(author)
    assert "Amina Yusuf" in history(client, practice).content.decode()


def test_a_comparison_tells_readers_no_small_number_of_people(client):
    outcomes = [{"claim": "They went home sooner", "number": "4 of them"}]
    practice = PracticeFactory(state="changing", revision__outcomes=[])
    publish_next(practice, outcomes=outcomes)
    page = compare(client, practice).content.decode()
    assert "4 of them" not in page
    assert "fewer than 10 of them" in page
    client.force_login(practice.authorships.get().user)
    assert "4 of them" in compare(client, practice).content.decode()


def test_the_history_of_a_private_draft_is_not_there(client):
    client.force_login(UserFactory())
    assert history(client, PracticeFactory()).status_code == 404


@pytest.mark.parametrize("pair", [(1, 99), (0, 1)])
def test_a_revision_that_never_was_is_not_there(client, pair):
    assert compare(client, PracticeFactory(state="published"), *pair).status_code == 404


def test_the_two_lists_lead_to_the_comparison(client):
    practice = Practice.objects.get(pk=PracticeFactory(state="published").pk)
    url = reverse("compare_choice", args=[practice.slug])
    assert client.get(url, {"a": "1", "b": "2"}).url == reverse("compare", args=[practice.slug, 1, 2])
    assert client.get(url, {"a": "x"}).url == reverse("history", args=[practice.slug])
    assert client.get(url, {"a": "9" * 5000, "b": "2"}).url == reverse("history", args=[practice.slug])


# Back to an older revision


def bring_back(client, practice, number=1):
    return client.post(reverse("bring_back", args=[practice.slug, number]))


def changed(**old):
    practice = PracticeFactory(state="changed", **{f"revision__{name}": text for name, text in old.items()})
    first = practice.revisions.get(number=1)
    first.problem, first.contact_email = "As it was.", "gone@council.example"
    first.save()
    return practice


def test_an_author_begins_a_draft_from_an_older_revision(client):
    practice = changed()
    client.force_login(practice.authorships.get().user)
    page = history(client, practice).content.decode()
    assert reverse("bring_back", args=[practice.slug, 1]) in page
    assert reverse("bring_back", args=[practice.slug, 2]) not in page  # what readers see now
    assert bring_back(client, practice).url == reverse("edit", args=[practice.slug])
    practice.refresh_from_db()
    draft = practice.draft_revision
    assert (draft.number, draft.status, draft.problem) == (3, "draft", "As it was.")
    assert draft.contact_email == practice.published_revision.contact_email != "gone@council.example"
    assert draft.topics.count() == draft.places.count() == 1
    assert not draft.declared_nobody_recognisable
    assert "Back to what revision 1 said" in client.get(reverse("check_answers", args=[practice.slug])).content.decode()
    assert AuditEvent.objects.get(action="revision_opened").details == {"revision": 3, "brought_back": 1}


def test_a_draft_that_is_open_is_not_thrown_away_for_it(client):
    practice = changed()
    author = practice.authorships.get().user
    authoring.open_new_revision(practice=practice, by=author)
    client.force_login(author)
    page = history(client, practice).content.decode()
    assert reverse("bring_back", args=[practice.slug, 1]) not in page
    assert "Submit it or delete that draft first" in page
    answer = bring_back(client, practice)
    assert answer.status_code == 403
    assert "Submit it or delete that draft first" in answer.content.decode()
    assert practice.revisions.count() == 3


def test_what_readers_see_now_and_a_draft_cannot_be_brought_back(client):
    practice = changed()
    client.force_login(practice.authorships.get().user)
    assert bring_back(client, practice, 2).status_code == 403
    assert bring_back(client, practice, 9).status_code == 404
    assert practice.revisions.count() == 2


def test_readers_are_not_offered_an_older_revision(client):
    practice = changed()
    assert "Begin a draft from this" not in history(client, practice).content.decode()
    client.force_login(ModeratorFactory())
    assert "Begin a draft from this" not in history(client, practice).content.decode()
    assert bring_back(client, practice).status_code == 403


# Every field


def another(field):
    """Something else than the field says now."""
    if field in ROW_KEYS:
        return [dict.fromkeys(ROW_KEYS[field], "other words")]
    if field in DATES:
        return date(2019, 7, 1)
    model_field = Revision._meta.get_field(field)
    options = getattr(model_field, "base_field", model_field).choices
    if options:
        last = options[-1][0]
        return [last] if hasattr(model_field, "base_field") else last
    return {"BooleanField": True, "PositiveSmallIntegerField": 7}.get(
        model_field.get_internal_type(), "other@words.example"
    )


@pytest.mark.parametrize("field", [field for field in content.PLAIN_FIELDS if field != "started_precision"])
def test_a_difference_in_any_field_is_shown(field):
    before = content.snapshot(RevisionFactory(practice=PracticeFactory(revision__number=2)))
    said = another(field)
    after = before | {field: said.isoformat() if isinstance(said, date) else said}
    assert [change.field for change in diff.compare(before, after, with_private=True)] == [field]


def test_a_start_that_is_known_less_exactly_is_a_difference():
    before = content.snapshot(RevisionFactory(practice=PracticeFactory(revision__number=2)))
    (change,) = diff.compare(before, before | {"started_precision": "year"})
    assert "".join(piece.text for piece in change.pieces if piece.change != "removed").strip() == "2021"
