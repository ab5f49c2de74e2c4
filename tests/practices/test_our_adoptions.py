"""What an organisation adopts, as its own people see it: the list, the page to print, the table, and what is newer."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from practices.adoption_export import without_formula
from practices.models import Adaptation, Adoption, FollowUpPause, FollowUpStep, UpstreamChoice
from tests.factories import (
    AdoptionFactory,
    AuditFactory,
    ModeratorFactory,
    OrganisationFactory,
    PracticeFactory,
    UserFactory,
    publish_again,
)

pytestmark = pytest.mark.django_db

LIST, SUMMARY, TABLE = reverse("adoptions"), reverse("adoptions_summary"), reverse("adoptions_export")
STOPPED = {"status": "stopped", "stopped_because": ["staffing", "fit"], "stopped_why": "Nobody was there after six."}


def body(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def headings(client, address=LIST):
    return [str(heading) for heading, _entries in client.get(address).context["groups"]]


def titles(client, group):
    page = client.get(LIST).context
    return [entry.about.title for heading, entries in page["groups"] for entry in entries if str(heading) == group]


def practice(title="Ring them next day", **traits):
    return PracticeFactory(state="published", revision__title=title, **traits)


@pytest.fixture
def ours():
    return OrganisationFactory(name="Westmoor Council")


@pytest.fixture
def manager(ours):
    return UserFactory(manages=ours)


@pytest.fixture
def member(ours):
    return UserFactory(organisation=ours)


@pytest.fixture
def adopt(ours, manager):
    def adopt(title="Ring them next day", **traits):
        return AdoptionFactory(**{"practice": practice(title), "organisation": ours, "lead": manager} | traits)

    return adopt


def test_what_waits_comes_first_then_how_far_each_is_and_by_the_alphabet(client, adopt, manager):
    adopt("Zoo visits", status="in_use")
    adopt("a huddle", status="in_use")
    adopt("Ring them", status="trying")
    adopt("Ask twice", status="considering", started=None)
    adopt("Late calls", **STOPPED)
    adopt("Share a rota", confirmed_at=None)
    client.force_login(manager)
    assert headings(client) == [
        "Proposed, to be confirmed",
        "What we use",
        "What we try",
        "What we consider",
        "What we stopped",
    ]
    assert titles(client, "What we use") == ["a huddle", "Zoo visits"]
    page = body(client, LIST)
    assert "Staffing; it didn’t fit. Nobody was there after six." in page
    assert "Look at it and decide" in page


def test_a_member_reads_that_a_proposal_waits_for_a_manager(client, adopt, member):
    adopt(confirmed_at=None)
    client.force_login(member)
    page = body(client, LIST)
    assert "It waits for a manager of your organisation to confirm it." in page
    assert "Look at it and decide" not in page


def test_nothing_of_other_organisations_is_on_it(client, manager):
    AdoptionFactory()
    client.force_login(manager)
    assert "Nothing is recorded yet" in body(client, LIST)
    assert "Nothing is confirmed yet" in body(client, SUMMARY)
    assert rows(client) == []


def test_who_belongs_to_no_organisation_is_told_what_to_do(client):
    client.force_login(ModeratorFactory())
    page = body(client, LIST)
    assert reverse("find_organisation") in page
    assert body(client, SUMMARY)
    assert rows(client) == []


def test_of_what_may_not_be_read_any_more_only_a_number_is_told(client, adopt, manager):
    adoption = adopt("Ring them next day")
    adoption.practice.published_revision.visibility = "organisation"
    adoption.practice.published_revision.save()
    client.force_login(manager)
    for address in (LIST, SUMMARY, TABLE):
        assert "Ring them next day" not in body(client, address)
    assert "1 more is of a write-up that you can’t read any more" in body(client, LIST)
    body(client, reverse("upstream", args=[adoption.pk]), 404)


def test_who_belongs_to_several_organisations_chooses_one(client, adopt, manager, ours):
    adopt("Ring them next day")
    theirs = OrganisationFactory(name="Eastmoor Care")
    AdoptionFactory(practice=practice("Share a rota"), organisation=theirs)
    manager.memberships.create(organisation=theirs)
    client.force_login(manager)
    for address in (LIST, SUMMARY, TABLE):
        assert "Share a rota" in body(client, address)
        assert "Share a rota" not in body(client, f"{address}?organisation={ours.slug}")
        assert "Ring them next day" in body(client, f"{address}?organisation={ours.slug}")
        assert "Share a rota" in body(client, f"{address}?organisation=somebody-elses")


def test_a_question_that_comes_within_a_month_is_due_with_its_day(client, adopt, manager):
    first = timezone.localdate().replace(day=1)
    soon = adopt("Asked soon", status="in_use", started=first)
    adopt("Not asked", **STOPPED)
    FollowUpStep.objects.all().delete()
    weeks = timezone.localdate().day // 7 + 1
    FollowUpStep.objects.create(number=weeks, unit="weeks")
    day = first + timedelta(weeks=weeks)
    client.force_login(manager)
    (due,) = titles(client, "What is due")
    assert due == "Asked soon"
    assert f"On {date_format(day, 'j F Y')} whoever leads it is asked how it goes." in body(client, LIST)
    FollowUpPause.objects.create(adoption=soon)
    assert "What is due" not in headings(client)


def test_colleagues_to_brief_and_checks_to_repeat_are_due(client, behind, manager, member):
    today = timezone.localdate()
    AuditFactory(adoption=behind, set_up_by=manager, state="finished", due_again=today + timedelta(days=9))
    client.force_login(manager)
    page = body(client, LIST)
    assert "A step that must stay has changed in revision 2. Tell your colleagues." in page
    assert reverse("briefings", args=[behind.pk]) in page
    assert "Check again whether it is used as meant, by" in page
    elsewhere = OrganisationFactory()
    manager.memberships.create(organisation=elsewhere)
    client.force_login(manager)
    assert "What is due" not in headings(client, f"{LIST}?organisation={elsewhere.slug}")
    client.force_login(member)
    assert "What is due" not in headings(client)


# How checks went


def test_managers_and_checkers_see_how_checks_went_and_colleagues_do_not(client, adopt, manager, member):
    adoption = adopt("Ring them next day")
    for answers in (["yes"] * 3 + ["no"] * 9, ["yes"] * 12):
        AuditFactory(
            adoption=adoption,
            set_up_by=manager,
            criteria=["The family is told"],
            state="finished",
            state__answers=[answers],
        )
    client.force_login(manager)
    page = body(client, LIST)
    assert "2 checks, the last in" in page
    assert "The family is told: From 25% to 100%: larger than chance would explain at these numbers" in page
    client.force_login(member)
    assert "How checks went" not in headings(client)


# The page to print, and the table


def rows(client, address=TABLE):
    text = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_table_has_what_is_confirmed_and_no_person(client, adopt, manager):
    adoption = adopt("Ring them next day", team="Duty team", status="in_use", started=date(2026, 3, 1))
    Adaptation.objects.create(adoption=adoption, position=0, step="Meet", made_of_it="dropped", why="No room")
    adopt("Late calls", **STOPPED)
    adopt("Share a rota", confirmed_at=None)
    client.force_login(manager)
    stopped, used = rows(client)
    assert (used["Practice"], used["Team"], used["How far"], used["Since"]) == (
        "Ring them next day",
        "Duty team",
        "In use",
        "March 2026",
    )
    assert used["What was changed"] == "1 step left out"
    assert stopped["Why it stopped"] == "Staffing; it didn’t fit. Nobody was there after six."
    page = body(client, SUMMARY)
    assert "Share a rota" not in page
    for text in (page[page.index("<main") :], body(client, TABLE)):
        assert manager.display_name not in text


# What spreadsheets take for the beginning of a formula, and what they skip before one.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


@pytest.mark.parametrize("begins", FORMULA)
def test_no_cell_of_the_table_is_a_formula(client, adopt, manager, begins):
    adopt(team=f'{begins}HYPERLINK("https://elsewhere.example")', **STOPPED | {"stopped_why": f"{begins}1+1"})
    client.force_login(manager)
    (row,) = rows(client)
    assert row["Team"] == f'\'{begins}HYPERLINK("https://elsewhere.example")'
    assert not any(cell.startswith(FORMULA) for cell in row.values())


def test_other_cells_stay_as_they_are():
    assert [without_formula(cell) for cell in ("Duty team", "3 - 4", "", 2)] == ["Duty team", "3 - 4", "", "2"]


# What is newer


STEP = {"text": "Book the transport before noon", "essential": "yes"}


@pytest.fixture
def behind(ours, manager):
    """An adoption whose practice has a newer revision, in which an essential step is another one."""
    changed = practice(revision__steps=[STEP])
    adoption = AdoptionFactory(practice=changed, organisation=ours, lead=manager)
    Adaptation.objects.create(adoption=adoption, position=0, step=STEP["text"], essential="yes", made_of_it="kept")
    publish_again(changed, steps=[STEP | {"text": "Book the transport before ten"}], change_note="An earlier hour")
    return adoption


def upstream(adoption):
    return reverse("upstream", args=[adoption.pk])


def test_the_list_says_that_a_step_which_must_stay_has_changed_and_the_page_which_words(client, behind, manager):
    client.force_login(manager)
    page = body(client, LIST)
    assert "You took up revision 1; revision 2 came out on" in page
    assert "1 step that must stay, or had to, has changed." in page
    assert upstream(behind) in page
    page = body(client, upstream(behind))
    assert "An earlier hour" in page
    assert "removed: </span>noon</del>" in page
    assert "added: </span>ten</ins>" in page


def test_a_revision_that_leaves_those_steps_as_they_were_is_said_to(client, behind, manager):
    publish_again(behind.practice, steps=[STEP])
    client.force_login(manager)
    assert "No step that must stay has changed." in body(client, LIST)
    assert "None of them has changed." in body(client, upstream(behind))


def test_taking_it_leads_to_the_steps_and_what_changed_is_due_to_be_said_again(client, behind, manager):
    client.force_login(manager)
    answer = client.post(upstream(behind), {"choice": "take", "number": "2"})
    steps = reverse("adoption_steps", args=[behind.pk])
    assert answer.url == steps
    behind.refresh_from_db()
    assert behind.revision.number == 2
    page = body(client, steps)
    assert "Book the transport before ten" in page
    assert "This step has changed since you said what you make of it." in page
    assert re.search(r'value="kept"[^>]*checked', page), "what was said before is where it is asked again"
    assert "1 step changed with the revision that you took." in body(client, LIST)
    client.post(steps, {"made-0": "kept"})
    assert "1 step changed with the revision that you took." not in body(client, LIST)
    assert "Nothing: revision 2, which you took up, is the newest." in body(client, upstream(behind))


def test_what_was_said_of_steps_that_are_others_by_now_is_not_saved(client, behind, manager):
    client.force_login(manager)
    steps = reverse("adoption_steps", args=[behind.pk])
    assert 'name="revision" value="1"' in body(client, steps)
    client.post(upstream(behind), {"choice": "take", "number": "2"})
    said = {"revision": "1", "made-0": "dropped", "dropped-why-0": "There is no room."}
    answer = client.post(steps, said)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Your team has taken revision 2 since you opened this page." in page
    assert "There is no room." in page
    assert 'name="revision" value="2"' in page
    assert behind.adaptations.get().made_of_it == "kept"


def test_keeping_ours_leads_back_to_the_list_where_it_is_asked_no_more(client, behind, manager):
    client.force_login(manager)
    answer = client.post(upstream(behind), {"choice": "keep", "number": "2"}, follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert headings(client) == ["What we try"]
    assert "you decided about revision 2" in body(client, upstream(behind))


def test_without_a_choice_nothing_is_decided(client, behind, manager):
    client.force_login(manager)
    answer = client.post(upstream(behind), {"number": "2"})
    assert answer.status_code == 400
    assert "Choose what you want to do" in answer.content.decode()
    assert not UpstreamChoice.objects.exists()


def test_what_came_out_meanwhile_is_shown_before_it_is_decided(client, behind, manager):
    publish_again(behind.practice, steps=[])
    client.force_login(manager)
    answer = client.post(upstream(behind), {"choice": "take", "number": "2"}, follow=True)
    assert "A newer revision has come out meanwhile." in answer.content.decode()
    assert Adoption.objects.get().revision.number == 1


def test_a_colleague_reads_what_changed_and_is_told_who_decides(client, behind, member):
    client.force_login(member)
    page = body(client, upstream(behind))
    assert "Only a manager, or whoever leads this in your organisation, can change it." in page
    assert 'name="choice"' not in page


# The organisation's page


def test_an_organisations_page_shows_what_it_chose_to_show(client, ours, adopt):
    adopt("Shown with its team", team="Duty team", shown_as="team", status="in_use")
    adopt("Shown without", team="Night team", shown_as="organisation")
    adopt("The place alone", shown_as="place")
    adopt("In the numbers", shown_as="counted")
    adopt("Not confirmed", shown_as="team", confirmed_at=None)
    adopt("For staff", shown_as="team", practice=practice("For staff", revision__visibility="staff"))
    page = body(client, ours.get_absolute_url())
    assert "Shown with its team</a>: in use, Duty team" in page
    assert "Shown without</a>: trying it" in page
    for hidden in ("Night team", "The place alone", "In the numbers", "Not confirmed", "For staff"):
        assert hidden not in page
