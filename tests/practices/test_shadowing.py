"""Offers and asks of shadowing: how they are listed, who has to say yes, and what is told to whom."""

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from accounts.models import AuditEvent
from practices import shadowing_policies
from practices.actions import shadowing as actions
from practices.actions.leaving import erase_account
from practices.daily_limits import SHADOWINGS_A_DAY
from practices.forms.shadowing import CHECKLIST
from practices.models import Shadowing
from practices.shadowing_lifecycle import NEXT, ShadowingStatus, can_move
from tests.accounts.test_races import meanwhile
from tests.factories import (
    ModeratorFactory,
    OrganisationFactory,
    PlaceFactory,
    PracticeFactory,
    ShadowingFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def staff(**traits):
    return UserFactory(organisation=OrganisationFactory(), **traits)


def page(client, name, *args, **asked):
    return client.get(reverse(name, args=args), asked).content.decode()


def told():
    return sorted(mail.to[0] for mail in Email.objects.all())


def with_managers(**traits):
    """An offer with a manager on each side: (the offer, the host's, the guest's)."""
    row = ShadowingFactory(**traits)
    return row, UserFactory(manages=row.host_organisation), UserFactory(manages=row.guest_organisation)


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Shadowing, AuditEvent, Email)]


def test_it_walks_the_table_and_no_other_way():
    assert {(a, b) for a, b in product(ShadowingStatus, repeat=2) if can_move(a, b)} == {
        (a, b) for a, after in NEXT.items() for b in after
    }
    to_done = {a for a in ShadowingStatus if can_move(a, "done")}
    assert (to_done, {a for a in ShadowingStatus if can_move(a, "confirmed")}) == ({"confirmed"}, {"agreed"})


def test_from_an_offer_to_one_line_of_learning(client):
    row, host_manager, guest_manager = with_managers(agreed=True, rules="Sign in at the desk.")
    client.force_login(row.guest)
    assert "Go through the list before you come" in page(client, "shadowing", row.pk)
    assert "Sign in at the desk." in page(client, "shadowing_tick", row.pk)
    client.post(reverse("shadowing_tick", args=[row.pk]), {name: "on" for name, _label in CHECKLIST})
    assert told() == [host_manager.email]
    for manager, side in ((guest_manager, "guest"), (host_manager, "host")):
        client.force_login(manager)
        assert f'value="{side}"' in page(client, "shadowing", row.pk)
        assert row.skill in page(client, "shadowings_mine")
        client.post(reverse("shadowing_confirm", args=[row.pk]), {"side": side})
    row.refresh_from_db()
    assert (row.status, row.host_confirmed_by, row.guest_confirmed_by) == ("confirmed", host_manager, guest_manager)
    client.force_login(row.guest)
    done = {"learning": "They begin with what went well.", "may_show": "on"}
    assert client.post(reverse("shadowing_finish", args=[row.pk]), done).url == row.get_absolute_url()
    row.refresh_from_db()
    assert row.status == "done"
    client.force_login(staff())
    shown = page(client, "shadowings", show="learned")
    assert "They begin with what went well." in shown
    assert row.guest.display_name not in shown + page(client, "shadowing", row.pk)


def test_what_is_asked_for_makes_whoever_answers_the_host():
    row = ShadowingFactory(kind="ask", asked=True)
    assert (row.host, row.guest, row.host_organisation) == (row.other, row.posted_by, row.other_organisation)


# The list


def test_the_list_has_what_is_open_and_is_narrowed_by_its_address(client):
    region, topic = PlaceFactory(region="Wales").region, TopicFactory(name="Reablement", slug="reablement")
    ShadowingFactory(skill="Rota planning", form="call", region=region, topic=topic)
    ShadowingFactory(skill="Board meetings", kind="ask", form="visit")
    ShadowingFactory(skill="Too late", until=timezone.localdate() - timedelta(days=1))
    ShadowingFactory(skill="By somebody blocked", posted_by=staff(is_active=False))
    ShadowingFactory(skill="Answered already", asked=True)
    client.force_login(staff())
    names = {"Rota planning", "Board meetings", "Too late", "By somebody blocked", "Answered already"}

    def listed(**asked):
        shown = page(client, "shadowings", **asked)
        return {name for name in names if name in shown}

    assert listed() == {"Rota planning", "Board meetings"}
    assert listed(kind="ask") == listed(form="visit") == {"Board meetings"}
    assert listed(topic="reablement") == listed(region="Wales") == {"Rota planning"}
    assert listed(form="visit", topic="reablement") == set()
    assert listed(form="dance", topic="none", region="Mars") == {"Rota planning", "Board meetings"}


def test_a_practice_that_one_may_not_read_is_not_named(client):
    practice = PracticeFactory(state="published", revision__title="Secret huddle", revision__visibility="organisation")
    row = ShadowingFactory(practice=practice)
    client.force_login(staff())
    assert "Secret huddle" not in page(client, "shadowing", row.pk)
    client.force_login(practice.authorships.get().user)
    assert "Secret huddle" not in page(client, "shadowings")


def test_the_words_to_one_person_are_for_the_two_alone(client):
    row, host_manager, _guest_manager = with_managers(agreed=True)
    for reader, sees in ((row.host, True), (row.guest, True), (host_manager, False), (ModeratorFactory(), False)):
        client.force_login(reader)
        assert (row.words in page(client, "shadowing", row.pk)) == sees


# Posting and answering


def posted(**said):
    return {"kind": "offer", "skill": "Rota planning", "form": "call", "key": uuid4()} | said


def test_an_ask_begins_with_the_write_up_and_its_authors_are_told(client):
    topic = TopicFactory(name="Reablement")
    practice = PracticeFactory(state="published", revision__title="Hold a huddle", revision__topics=[topic])
    person = staff()
    client.force_login(person)
    assert "Ask to see it at work" in client.get(practice.get_absolute_url()).content.decode()
    address = f"{reverse('shadowing_new')}?practice={practice.slug}"
    form = client.get(address).context["form"]
    assert form.initial["skill"] == "Hold a huddle"
    assert form.initial["topic"] == topic
    said = posted(kind="ask", skill="Hold a huddle", organisation=person.organisations[0].pk)
    for _ in range(2):  # a double click
        assert client.post(address, said).status_code == 302
    row = Shadowing.objects.get()
    assert (row.practice, row.kind, row.posted_by) == (practice, "ask", person)
    assert told() == [practice.authorships.get().user.email]
    assert "Hold a huddle" not in Email.objects.get().message


def test_a_write_up_that_one_may_not_read_begins_nothing(client):
    practice = PracticeFactory(state="published", revision__title="Secret huddle", revision__visibility="organisation")
    client.force_login(staff())
    assert "Secret huddle" not in page(client, "shadowing_new", practice=practice.slug)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"skill": ""}, "Say what somebody would see or learn"),
        ({"kind": ""}, "Say whether you offer or ask"),
        ({"form": "dance"}, "Select a valid choice"),
        ({"details": "Ring Jo on 07700 900123 about the rota"}, "may tell who a person is"),
        ({"until_day": "1", "until_month": "1", "until_year": "2020"}, "Enter a day from today to a year from now"),
    ],
)
def test_a_mistake_is_said_and_what_was_typed_stays(client, said, problem):
    person = staff()
    client.force_login(person)
    answers = posted(organisation=person.organisations[0].pk, when="Tuesdays in spring") | said
    response = client.post(reverse("shadowing_new"), answers)
    shown = response.content.decode()
    assert response.status_code == 400
    assert problem in shown
    assert "Tuesdays in spring" in shown
    assert not Shadowing.objects.exists()


def test_nobody_speaks_for_an_organisation_that_is_not_theirs(client):
    client.force_login(staff())
    other = OrganisationFactory()
    assert client.post(reverse("shadowing_new"), posted(organisation=other.pk)).status_code == 400
    person = staff()
    with pytest.raises(PermissionDenied, match="only for an organisation"):
        actions.post(said={}, organisation=other, by=person)
    assert not Shadowing.objects.exists()


def test_there_is_an_end_to_what_one_posts_in_a_day(client):
    person = staff()
    client.force_login(person)
    for _ in range(SHADOWINGS_A_DAY):
        ShadowingFactory(posted_by=person, organisation=person.organisations[0])
    response = client.post(reverse("shadowing_new"), posted(organisation=person.organisations[0].pk))
    assert (response.status_code, "Rota planning" in response.content.decode()) == (429, True)
    assert Shadowing.objects.count() == SHADOWINGS_A_DAY


def test_an_answer_is_agreed_on_or_declined(client):
    row, person = ShadowingFactory(form="call"), staff()
    client.force_login(person)
    said = {"words": "May I come?", "organisation": person.organisations[0].pk, "key": uuid4()}
    assert client.post(reverse("shadowing_answer", args=[row.pk]), said).url == row.get_absolute_url()
    row.refresh_from_db()
    assert (row.status, row.other, told()) == ("asked", person, [row.posted_by.email])
    client.force_login(row.posted_by)
    client.post(reverse("shadowing_let_go", args=[row.pk]))
    row.refresh_from_db()
    assert (row.status, row.other, row.words) == ("open", None, "")
    client.force_login(person)
    client.post(reverse("shadowing_answer", args=[row.pk]), said | {"key": uuid4()})
    client.force_login(row.posted_by)
    day = timezone.localdate() + timedelta(days=3)
    when = {"day_day": day.day, "day_month": day.month, "day_year": day.year}
    moderator = ModeratorFactory()
    Email.objects.all().delete()
    client.post(reverse("shadowing_agree", args=[row.pk]), when)
    row.refresh_from_db()
    assert (row.status, row.day) == ("agreed", day)
    # Neither organisation has a manager, so a moderator is asked, once for each.
    assert told() == sorted([person.email, moderator.email, moderator.email])


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_one_moment_one_counts():
    row, first, second = ShadowingFactory(), staff(), staff()

    def answer(person):
        return actions.answer(shadowing=row, organisation=person.organisations[0], words="May I?", by=person)

    with meanwhile(lambda: answer(second)) as start:
        answer(first)
        waiting = start()
    with pytest.raises(PermissionDenied, match="Somebody else has answered"):
        waiting.result()
    row.refresh_from_db()
    assert row.other == first


# Confirming


def test_the_host_is_not_confirmed_before_the_guest_has_gone_through_the_list(client):
    row, host_manager, _guest_manager = with_managers(agreed=True)
    client.force_login(host_manager)
    before = everything()
    assert client.post(reverse("shadowing_confirm", args=[row.pk]), {"side": "host"}).status_code == 403
    assert everything() == before
    with pytest.raises(IntegrityError, match="guest_has_ticked"), transaction.atomic():
        Shadowing.objects.update(host_confirmed_at=timezone.now())


def test_every_line_of_the_list_has_to_be_ticked(client):
    row = ShadowingFactory(agreed=True)
    client.force_login(row.guest)
    for left_out, _label in CHECKLIST:
        ticked = {name: "on" for name, _label in CHECKLIST if name != left_out}
        assert client.post(reverse("shadowing_tick", args=[row.pk]), ticked).status_code == 400
    row.refresh_from_db()
    assert row.checklist_at is None


def test_a_call_needs_no_list():
    row, host_manager, guest_manager = with_managers(agreed=True, form="call")
    actions.confirm(shadowing=row, side=shadowing_policies.Side.HOST, by=host_manager)
    row = actions.confirm(shadowing=row, side=shadowing_policies.Side.GUEST, by=guest_manager)
    assert row.status == "confirmed"


def test_nobody_confirms_their_own_and_a_moderator_stands_in_for_a_missing_manager():
    council, moderator = OrganisationFactory(), ModeratorFactory()
    manager = UserFactory(manages=council)
    row = ShadowingFactory(agreed=True, form="call", posted_by=manager, organisation=council)
    with pytest.raises(PermissionDenied, match="Somebody else stands by"):
        actions.confirm(shadowing=row, side=shadowing_policies.Side.HOST, by=manager)
    assert shadowing_policies.sides_to_confirm(moderator, row) == ["host", "guest"]
    colleague = UserFactory(manages=council)
    assert shadowing_policies.sides_to_confirm(moderator, row) == ["guest"]
    assert shadowing_policies.sides_to_confirm(colleague, row) == ["host"]
    row.other = moderator
    assert shadowing_policies.sides_to_confirm(moderator, row) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_confirmations_of_one_side_at_one_moment_one_counts():
    row = ShadowingFactory(agreed=True, form="call")
    first, second = (UserFactory(manages=row.organisation) for _ in range(2))

    def confirm(by):
        return actions.confirm(shadowing=row, side=shadowing_policies.Side.HOST, by=by)

    with meanwhile(lambda: confirm(second)) as start:
        confirm(first)
        waiting = start()
    with pytest.raises(PermissionDenied, match="confirmed already"):
        waiting.result()
    row.refresh_from_db()
    assert (row.host_confirmed_by, AuditEvent.objects.filter(action="shadowing_stood_by").count()) == (first, 1)


@pytest.mark.django_db(transaction=True)
def test_both_sides_at_one_moment_make_it_confirmed():
    row, host_manager, guest_manager = with_managers(agreed=True, form="call")
    sides = shadowing_policies.Side
    with meanwhile(lambda: actions.confirm(shadowing=row, side=sides.GUEST, by=guest_manager)) as start:
        actions.confirm(shadowing=row, side=sides.HOST, by=host_manager)
        waiting = start()
    assert waiting.result().status == "confirmed"


@pytest.mark.parametrize("sent", [{}, {"side": "both"}])
def test_a_press_of_no_button_confirms_nothing(client, sent):
    row, host_manager, _guest_manager = with_managers(agreed=True, form="call")
    client.force_login(host_manager)
    before = everything()
    assert client.post(reverse("shadowing_confirm", args=[row.pk]), sent).status_code == 400
    assert everything() == before


# The end


def test_it_is_not_over_before_its_day(client):
    row = ShadowingFactory(confirmed=True, day=timezone.localdate() + timedelta(days=1))
    client.force_login(row.guest)
    assert client.post(reverse("shadowing_finish", args=[row.pk]), {"learning": "Much."}).status_code == 403
    row.refresh_from_db()
    assert row.status == "confirmed"


def test_a_line_that_is_not_to_be_shown_is_for_those_who_took_part(client):
    row = ShadowingFactory(done=True, may_show=False, learning="They begin with what went well.")
    client.force_login(row.host)
    assert "They begin with what went well." in page(client, "shadowing", row.pk)
    client.force_login(staff())
    assert client.get(reverse("shadowing", args=[row.pk])).status_code == 404
    assert "They begin with what went well." not in page(client, "shadowings", show="learned")


@pytest.mark.parametrize("who", ["host", "guest", "host_manager"])
def test_it_is_called_off_with_a_reason_and_both_are_told(client, who):
    row, host_manager, _guest_manager = with_managers(agreed=True)
    person = {"host": row.host, "guest": row.guest, "host_manager": host_manager}[who]
    client.force_login(person)
    address = reverse("shadowing_call_off", args=[row.pk])
    assert client.post(address, {"why": ""}).status_code == 400
    assert client.post(address, {"why": "We are short of staff that week."}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.over_why) == ("called_off", "We are short of staff that week.")
    assert told() == sorted({row.host.email, row.guest.email} - {person.email})
    assert client.post(address, {"why": "Again."}).status_code == 403


def test_those_who_want_no_such_mail_get_none():
    row = ShadowingFactory(agreed=True)
    row.host.wants_discussion_mail = False
    row.host.save()
    actions.call_off(shadowing=row, why="We are short of staff.", by=row.guest)
    assert told() == []


@pytest.mark.parametrize(
    ("state", "becomes"),
    [("asked", "open"), ("agreed", "called_off"), ("confirmed", "called_off"), ("done", "done")],
)
def test_when_whoever_answered_leaves_the_hub_it_goes_on_without_them(state, becomes):
    row = ShadowingFactory(**{state: True})
    erase_account(person=row.other, by=row.other)
    row.refresh_from_db()
    assert (row.status, row.other, row.words, row.learning) == (becomes, None, "", "")
