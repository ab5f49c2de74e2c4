"""Two years of ten organisations with one practice, on a clock of our own: what mails, pages and figures say.

Then the same two years with a worker that dies again and again, which have to come to the same.
"""

import random
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from post_office.models import Email

from practices.actions import adoption as adopting
from practices.actions import audits, authoring, learning, moderation, suggestions, upstream
from practices.actions.adoption import Progress, Terms
from practices.auditing.findings import Found
from practices.auditing.plan import Criterion, Plan
from practices.models import Adoption, Notification, Practice
from practices.search import statistics
from practices.suggestions import Change
from tests.factories import (
    ModeratorFactory,
    OrganisationFactory,
    PlaceFactory,
    PracticeFactory,
    UserFactory,
    load_follow_up_steps,
)
from tests.world import one_transaction, undone

NAMES = "ABCDEFGHIJ"
BEGIN = date(2026, 2, 2)
CRITERIA = [Criterion("A plan stands on the board", "It has a day"), Criterion("Family was rung", "A time is noted")]
STEPS = [{"text": "Hold a huddle at nine", "essential": "yes"}, {"text": "Write the plan up", "essential": "no"}]
LINK = re.compile(r"Answer: http://testserver(\S+)")


class Died(BaseException):
    """As a process does that is killed: nothing that runs after it catches this."""


def dying_at(number):
    """Lets so many statements through, and then no more: a dead process says nothing to the database."""
    count = 0

    def perhaps(execute, sql, *arguments):
        nonlocal count
        count += 1
        if count > number and "SAVEPOINT" not in str(sql):
            raise Died
        return execute(sql, *arguments)

    return perhaps


@dataclass
class Play:
    """The hub and its people; `chance` says when a worker dies, None for never."""

    clock: object
    chance: random.Random | None = None
    managers: dict = field(default_factory=dict)
    said: list = field(default_factory=list)  # what readers were told, each time the curtain went up
    mails: set = field(default_factory=set)
    died: int = 0
    seen: int = 0  # the last mail that was looked at

    def __post_init__(self):
        load_follow_up_steps()
        self.practice = PracticeFactory(
            state="published",
            slug="hold-a-discharge-huddle",
            author=UserFactory(email="asha@northbridge.example", display_name="Asha Author"),
            organisation=OrganisationFactory(name="Northbridge Council"),
            revision__title="Hold a discharge huddle",
            revision__places=[PlaceFactory(short_name="Northbridge")],
            revision__steps=STEPS,
            revision__used_correctly=[{"text": criterion.text} for criterion in CRITERIA],
        )
        self.author = self.practice.authorships.get().user
        self.moderator = ModeratorFactory(email="mo@hub.example", display_name="Mo Moderator")
        for name in NAMES:
            council = OrganisationFactory(name=f"{name} Council", places=[PlaceFactory(short_name=f"{name}ton")])
            self.managers[name] = UserFactory(
                email=f"{name.lower()}@council.example", display_name=f"Manager {name}", manages=council
            )

    def council(self, name):
        return self.managers[name].organisations[0]

    def adoption(self, name):
        return Adoption.objects.get(organisation=self.council(name))

    def adopt(self, name, status, by=None, **terms):
        terms = {"team": "Discharge", "place": self.council(name).places.get(), "started": BEGIN.replace(day=1)} | terms
        return adopting.record(
            practice=self.practice,
            organisation=self.council(name),
            by=by or self.managers[name],
            terms=Terms(**terms),
            progress=Progress(status, BEGIN),
        )

    def until(self, day):
        """Six weeks at a time, with a worker at work in each, until the morning of that day."""
        now = datetime.now(UTC)
        while now.date() < day:
            now = min(now + timedelta(weeks=6), datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
            self.clock.move_to(now)
            self.work()

    def work(self):
        """What a worker does in an hour. One that dies is started again, and may die again."""
        for _again in range(2 if self.chance else 0):
            try:
                with connection.execute_wrapper(dying_at(self.chance.randrange(60))):
                    call_command("run_worker", once=True)
            except Died:
                self.died += 1
                connection.set_rollback(False)  # what it had begun is rolled back, savepoint by savepoint
        call_command("run_worker", once=True)
        self.mails |= {(mail.pk, mail.subject, mail.to[0]) for mail in Email.objects.all()}  # old ones are deleted

    def asked(self):
        """{whom: the link} of the questions that were mailed since this was last asked for."""
        mails = Email.objects.filter(subject__startswith="Still going?", pk__gt=self.seen).order_by("pk")
        found = [(mail.to[0][0].upper(), LINK.search(mail.message)[1]) for mail in mails]
        assert len({whom for whom, _link in found}) == len(found), "somebody was asked twice"
        self.seen = Email.objects.latest("pk").pk if found else self.seen
        return dict(found)

    def answer(self, link, answer, **more):
        browser = Client()
        for _scanner in range(2):
            assert browser.get(link).status_code == 200
        then = browser.post(link, {"answer": answer})
        assert then.status_code == 302
        assert browser.post(then["Location"], more).status_code == 200
        assert browser.post(link, {"answer": answer}).status_code == 410

    def audit(self, name, day, yes):
        """A check of 30 of 200 cases; of each criterion, how many are done as meant."""
        self.until(day)
        manager = self.managers[name]
        plan = Plan(day - timedelta(days=90), day, 200, CRITERIA, first=manager)
        audit = audits.set_up_for_adoption(adoption=self.adoption(name), plan=plan, by=manager)
        audit = audits.draw(audit=audit, size=30, by=manager)
        answers = {
            (case.pk, criterion.pk): "yes" if number < right else "no"
            for criterion, right in zip(audit.criteria.all(), yes, strict=True)
            for number, case in enumerate(audit.cases.all())
        }
        audits.score(audit=audit, answers=answers, by=manager)
        audits.finish_scoring(audit=audit, by=manager)
        return audits.finish(audit=audit, by=manager)

    def page(self, route, *arguments, by=None):
        browser = Client()
        if by:
            browser.force_login(by)
        return words_of(browser.get(reverse(route, args=arguments)))

    def readers_are_told(self, *sentences):
        page = self.page("practice", self.practice.slug)
        self.said.append(page)
        for sentence in sentences:
            assert sentence in page

    def told(self, kind):
        return sorted(row.recipient.display_name for row in Notification.objects.filter(kind=kind))


def words_of(response):
    assert response.status_code == 200
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def played(play):
    """The two years. Numbers in comments are of the schedule: 4 weeks, 3, 6 and 12 months after February 2026."""
    take_up(play)
    four_weeks(play)
    three_months(play)
    checks(play)
    learned(play)
    half_a_year(play)
    pooled(play)
    a_year(play)
    silence(play)
    return play


def take_up(play):
    for name in "ABCDEF":
        play.adopt(name, "trying", shown_as="organisation")
    play.adopt("G", "considering", started=None)
    proposer = UserFactory(email="ha@council.example", display_name="Member H", organisation=play.council("H"))
    proposal = play.adopt("H", "trying", by=proposer, lead=play.managers["H"])
    play.adopt("I", "in_use", shown_as="counted")
    play.readers_are_told("In use by 1 team, 6 trying, 1 considering.")
    adopting.confirm(adoption=proposal, by=play.managers["H"])
    play.readers_are_told("In use by 1 team, 7 trying, 1 considering.")
    assert len(play.told("adopted")) == 9


def four_weeks(play):
    play.until(date(2026, 2, 27))
    assert play.asked() == {}
    play.until(date(2026, 3, 9))
    links = play.asked()
    assert set(links) == set("ABCDEFHI")  # G considers it, J has not taken it up
    play.answer(links["A"], "going_well", better="People go home with a plan.", may_quote="on")
    play.answer(links["B"], "changed")
    play.answer(links["C"], "stopped", has_stopped="stopped", because=["fit", "staffing"], why="We are too few.")
    play.until(date(2026, 3, 16))
    assert play.asked() == {}, "who does not answer is left alone until the next time"
    play.readers_are_told("In use by 1 team, 6 trying, 1 considering, 1 stopped (staffing; it didn’t fit).")
    assert "People go home with a plan." in play.page("reports_back", play.practice.slug, by=play.author)
    assert play.told("adoption_stopped") == [play.author.display_name]
    assert play.told("harm_seen") == []


def three_months(play):
    play.until(date(2026, 5, 4))
    links = play.asked()
    assert set(links) == set("ABDEFHI")
    play.answer(links["D"], "stopped", has_stopped="stopped", because=["harm"], why="Two went home too soon.")
    play.answer(links["E"], "going_well")
    assert play.told("harm_seen") == sorted([play.author.display_name, play.moderator.display_name])
    play.readers_are_told("1 considering, 2 stopped (staffing; it didn’t fit; harm or risk was seen).")
    for name in "AB":
        progress = Progress("in_use", date(2026, 5, 4))
        adopting.change_status(adoption=play.adoption(name), by=play.managers[name], progress=progress)
    play.readers_are_told("In use by 3 teams in at least 2 places, 3 trying")


def checks(play):
    first = play.audit("A", date(2026, 6, 15), yes=(12, 27))
    page = play.page("audit", first.pk, by=play.managers["A"])
    assert "40%" in page  # 12 of 30, Wilson's interval 24.6 to 57.7
    assert "25% to 58%" in page
    again = play.audit("A", date(2026, 7, 20), yes=(24, 27))
    page = play.page("audit", again.pk, by=play.managers["A"])
    assert "From 40% to 80%: larger than chance would explain" in page
    assert "From 90% to 90%: chance could explain this" in page
    assert Client().get(again.get_absolute_url()).status_code == 302
    for stranger in (play.author, play.moderator, play.managers["B"]):
        browser = Client()
        browser.force_login(stranger)
        assert browser.get(again.get_absolute_url()).status_code == 404


def learned(play):
    """A finds something, suggests a change, and is heard: the practice changes for everybody."""
    manager, checked = play.managers["A"], play.adoption("A").audits.latest("pk")
    change = Change(section="model", what="Say who writes the plan up.", why="Nobody knew whose job it is.")
    said = Found(
        criterion=checked.criteria.first(),
        found="The plan is often missing.",
        action="Name whoever writes it up.",
        who=manager,
        by_when=date(2026, 9, 1),
        change=change,
    )
    finding = learning.add_finding(audit=checked, said=said, by=manager)
    learning.release(audit=checked, what="checked", shown_to=[], months=12, by=manager)
    play.readers_are_told("Checked against its criteria In 1 team", "No suggestion of a team has been taken up yet.")
    suggestions.accept(suggestion=finding.proposes_change, answer="You are right, thank you.", by=play.author)
    assert play.told("suggestion_accepted") == [manager.display_name]
    _publish_with(play, [{"text": "Hold a huddle at nine, led by the nurse in charge", "essential": "yes"}, STEPS[1]])
    play.readers_are_told("led by the nurse in charge", "Changed after a check in a team")
    for name in "ABE":
        assert "Changed since you took it up" in play.page("adoptions", by=play.managers[name])
    for name, choice in {"A": "take", "B": "keep", "E": "later"}.items():
        upstream.choose(adoption=play.adoption(name), number=2, choice=choice, by=play.managers[name])
        assert "Changed since you took it up" not in play.page("adoptions", by=play.managers[name])
    assert [play.adoption(name).revision.number for name in "ABE"] == [2, 1, 1]


def _publish_with(play, steps):
    base = authoring.base_of(Practice.objects.get(pk=play.practice.pk).draft_revision, "model")
    values = {"what_we_do": "They meet at the board, and say who does what.", "steps": steps}
    practice = Practice.objects.get(pk=play.practice.pk)
    authoring.save_section(practice=practice, section="model", values=values, base=base, by=play.author)
    authoring.submit(
        practice=practice, by=play.author, declared=frozenset(authoring.DECLARATIONS), change_note="Who leads"
    )
    moderation.take(practice=practice, by=play.moderator)
    moderation.publish(practice=practice, by=play.moderator)


def half_a_year(play):
    play.until(date(2026, 8, 3))
    assert set(play.asked()) == set("ABEFHI")
    play.managers["F"].is_active = False
    play.managers["F"].save()


def pooled(play):
    """The figure that readers are told is of five checks in three organisations, and before that there is none."""
    for name in "ABEHI":
        assert "75%" not in play.page("adopters", play.practice.slug)
        checked = play.audit(name, date(2026, 10, 5), yes=(23, 22))
        learning.release(audit=checked, what="result", shown_to=[], months=12, by=play.managers[name])
    assert "75%" in play.page("adopters", play.practice.slug)
    assert "Changed since you took it up" in play.page("adoptions", by=play.managers["E"]), "four weeks are over"


def a_year(play):
    play.until(date(2027, 2, 8))
    links = play.asked()
    assert set(links) == set("ABEHI"), "F's lead has left, and nobody else there is asked"
    play.answer(links["A"], "going_well")
    play.readers_are_told("Last heard")


def silence(play):
    play.until(date(2028, 1, 31))
    assert play.asked() == {}
    play.readers_are_told("Not heard since February 2027.")


def two_years(chance=None):
    """(what readers were told, every mail by subject and address, how often a worker died)"""
    with undone(), time_machine.travel(datetime(2026, 2, 2, 9, tzinfo=UTC), tick=False) as clock:
        statistics.refresh()
        play = played(Play(clock, chance))
        return play.said, sorted((subject, whom) for _number, subject, whom in play.mails), play.died


@pytest.fixture(scope="module")
def in_order(django_db_setup, django_db_blocker):
    with one_transaction(django_db_blocker):
        yield two_years()


def test_pages_mails_and_figures_are_right_through_two_years(in_order):
    said, mails, died = in_order
    assert len(said) > 6
    assert len([subject for subject, _whom in mails if subject.startswith("Still going?")]) == 26
    assert died == 0


@pytest.mark.django_db
def test_they_are_the_same_where_the_worker_dies_at_any_moment(in_order):
    said, mails, died = two_years(random.Random(20_260_202))
    assert died > 20
    assert (said, mails) == in_order[:2]
