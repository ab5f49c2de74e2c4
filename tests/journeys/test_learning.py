"""What a check finds goes back to where the practice came from: a manager checks, and an owner answers and thanks.

By keyboard, on a phone, without JavaScript; another tab, with JavaScript, has axe judge what they see where it is most.
"""

import re
from itertools import count

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from practices.models import Audit, Notification
from tests.factories import (
    AdoptionFactory,
    AuditFactory,
    AuditFindingFactory,
    FollowUpFactory,
    OrganisationFactory,
    PlaceFactory,
    PracticeFactory,
    SuggestionFactory,
    UserFactory,
)
from tests.journeys.checks import expect_no_accessibility_violations, expect_no_sideways_scrolling
from tests.journeys.keyboard import Keyboard, Straight

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 320, "height": 640}
SIGNS = ["The family is told", "Somebody rings next day", "The plan names who comes"]
# Of ten cases: how often each sign was answered with what, the percentage of yes, and Wilson's interval.
FOUND = [("Yes", 10, "100%", "72% to 100%"), ("Partly", 2, "80%", "49% to 94%"), ("No", 10, "0%", "0% to 28%")]


class Phone(Keyboard):
    def __init__(self, page, judge):
        super().__init__(page)
        self.judge = judge

    @property
    def main(self):
        return self.page.get_by_role("main")

    def fits(self):
        expect_no_sideways_scrolling(self.page)

    def looks_right(self):
        self.fits()
        self.judge.goto(self.page.url)
        expect_no_accessibility_violations(self.judge)


@pytest.fixture
def phone_of(browser, live_server, sign_in):
    """`phone_of(user)` is theirs, with them signed in."""
    contexts = []

    def phone_of(user):
        for javascript in (False, True):
            context = browser.new_context(java_script_enabled=javascript, base_url=live_server.url, viewport=PHONE)
            context.set_default_timeout(20_000)
            sign_in(context, user)
            contexts.append(context)
        return Phone(*(context.new_page() for context in contexts))

    yield phone_of
    for context in contexts:
        context.close()


def test_a_manager_checks_a_sample_and_lets_readers_know_that_it_was_checked(phone_of):
    practice = PracticeFactory(state="published", revision__used_correctly=[{"text": text} for text in SIGNS])
    organisation = OrganisationFactory()
    manager = UserFactory(display_name="Mo", job_title="", manages=organisation)
    adoption = AdoptionFactory(practice=practice, organisation=organisation, lead=manager)
    phone = phone_of(manager)

    phone.open(adoption.get_absolute_url())
    phone.follow("Check a few cases")
    phone.looks_right()
    set_up(phone)
    phone.press("Choose how many, and draw")
    expect(phone.main).to_contain_text("We suggest 10 of your 12.")
    phone.fits()
    phone.press("Draw the sample")
    expect(phone.main).to_contain_text("0 of 10 cases have all their answers.")
    phone.fits()
    phone.press("Begin with the first case")
    phone.looks_right()
    phone.follow("This case cannot be used")
    phone.fits()
    phone.choose("It is in the list twice")
    phone.press("Draw another one")
    expect(phone.page.get_by_role("status")).to_contain_text("was drawn instead")
    score_all(phone)
    phone.fits()  # all in one grid
    phone.press("I have finished")
    phone.press("Finish the audit")
    phone.looks_right()
    picture_and_table_say_what_was_found(phone)

    phone.follow("What others are told")
    phone.looks_right()
    phone.choose("That it was checked")
    phone.press("Keep this")
    expect(phone.main).to_contain_text("that it was checked")
    phone.open(reverse("adopters", args=[practice.slug]))
    expect(phone.main).to_contain_text(f"Checked against its criteria in {timezone.localdate():%B %Y}.")


def set_up(phone):
    for nth, (month, day) in enumerate([("1", "1"), ("3", "31")]):
        phone.type("Day", day, nth=nth)
        phone.type("Month", month, nth=nth)
        phone.type("Year", "2026", nth=nth)
    phone.type("How many cases are there in this period?", "12")
    phone.select("Who checks?", "Mo")
    for nth in range(len(SIGNS)):
        phone.type("What counts as yes?", "The record says so", nth=nth)
    phone.press("Go on to the sample")


def score_all(phone):
    """Case after case, one on each screen, as FOUND has it; the first by Tab, which leads to the others alike."""
    hand = phone
    for case in count():
        for nth, (answer, times, *_found) in enumerate(FOUND):
            hand.choose(answer if case < times else "Yes", nth=nth)
        hand.press("Keep, and go on")
        hand = Straight(phone.page)
        if phone.page.url.endswith(reverse("audit_score", args=[Audit.objects.get().pk])):
            break
    assert case + 1 == Audit.objects.get().cases.filter(unusable_because="").count() == 10


def picture_and_table_say_what_was_found(phone):
    picture = phone.main.get_by_role("img")
    for number, (_answer, _times, percentage, interval) in enumerate(FOUND, start=1):
        row = phone.main.get_by_role("row").filter(has_text=f"{number}. {SIGNS[number - 1]}")
        expect(row.get_by_role("cell").nth(1)).to_have_text(percentage)
        expect(row.get_by_role("cell").nth(2)).to_have_text(interval)
        words = f"Criterion {number}: {percentage}, from {interval}."
        expect(picture).to_have_accessible_name(re.compile(re.escape(words)))


def test_an_owner_accepts_what_a_check_led_to_and_thanks_the_team(phone_of):
    owner = UserFactory(display_name="Ona Owner")
    practice = PracticeFactory(state="published", author=owner)
    adoption = AdoptionFactory(practice=practice, place=PlaceFactory(short_name="Eastmoor"))
    suggestion = SuggestionFactory(adoption=adoption)
    AuditFindingFactory(audit=AuditFactory(adoption=adoption, state="finished"), proposes_change=suggestion)
    words = {"better": "Fewer people wait.", "may_quote": True, "told_more_at": timezone.now()}
    FollowUpFactory(adoption=adoption, answered=True, **words)
    phone = phone_of(owner)

    phone.open(practice.get_absolute_url())
    phone.follow("What teams suggest")
    expect(phone.main).to_contain_text("From A team that uses this")
    expect(phone.main).to_contain_text("Found by a check: Families hear of the plan")
    phone.looks_right()
    phone.press("Accept")
    expect(phone.page.locator(".govuk-error-summary")).to_contain_text("Write a sentence first")
    phone.type("Your answer, in a kind sentence", "Thank you, we put it into the steps.")
    phone.press("Accept")
    expect(phone.main).to_contain_text("In the draft")
    phone.follow("Go to this part of the draft")
    expect(phone.main).to_contain_text(suggestion.what)

    phone.open(practice.get_absolute_url())
    phone.follow("What came of it")
    expect(phone.main).to_contain_text("Fewer people wait.")
    phone.looks_right()
    phone.press(f"Thank them : A team in Eastmoor, {timezone.localdate():%-d %B %Y}")
    expect(phone.main).to_contain_text("Thanked on")
    told = set(Notification.objects.filter(recipient=adoption.lead).values_list("kind", flat=True))
    assert told == {Notification.Kind.SUGGESTION_ACCEPTED, Notification.Kind.THANKED}
