"""Mail about what somebody follows: what comes, to whom, when, in one message, and never what they may not read."""

import re
from datetime import UTC, datetime, timedelta
from itertools import product
from urllib.parse import parse_qs

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from post_office.models import STATUS, Email

from practices import housekeeping
from practices.actions import following, moderation, purging
from practices.alerts import news, sending
from practices.alerts.readers import readers_of
from practices.choices import Rhythm
from practices.models import Alerts, Follow, Need, News, Practice
from practices.models.alerts import last_time
from practices.search.entries import index
from tests.factories import (
    AdministratorFactory,
    ModeratorFactory,
    NeedAnswerFactory,
    NeedFactory,
    OrganisationFactory,
    PlaceFactory,
    PracticeFactory,
    TopicFactory,
    UserFactory,
    publish_again,
)

pytestmark = pytest.mark.django_db

Kind = News.Kind


def follower(*targets, rhythm=Rhythm.AT_ONCE, **traits):
    person = UserFactory(**traits)
    for target in targets:
        following.follow(target=target, by=person)
    following.choose_rhythm(rhythm=rhythm, by=person)
    return person


def searcher(query, **traits):
    person = follower(**traits)
    following.save_search(asked=parse_qs(query), name="My search", by=person)
    return person


def published(title="Hold a huddle", **traits):
    """Published now: its followers hear of it."""
    practice = PracticeFactory(state="published", revision__title=title, **traits)
    news.note(Kind.PUBLISHED, practice)
    return practice


def work():
    """{address: message} of what leaves when the worker looks."""
    mail.outbox.clear()
    call_command("run_worker", once=True)
    alerts = [message for message in mail.outbox if "List-Unsubscribe" in message.extra_headers]
    told = {message.to[0]: message for message in alerts}
    assert len(told) == len(alerts), "somebody got two"
    return told


# What is news


def test_what_is_new_at_a_topic_a_place_and_a_search_comes_in_one_message_and_each_thing_once():
    topic, place = TopicFactory(name="Carers"), PlaceFactory(short_name="Leeds")
    person = follower(topic, place)
    following.save_search(asked={"q": ["lantern"]}, name="Lanterns", by=person)
    on_all = published("Hang a lantern", revision__topics=[topic], revision__places=[place])
    on_one = published("Plan a rota", revision__places=[place])
    other = published("Write a letter")
    (message,) = work().values()
    assert message.to == [person.email]
    assert message.subject == "Plan a rota, and one more on what you follow"
    assert message.body.count(f"http://testserver{on_all.get_absolute_url()}") == 1
    assert "You follow: Carers, Leeds, your search “Lanterns”" in message.body
    assert on_one.get_absolute_url() in message.body
    assert other.get_absolute_url() not in message.body
    assert work() == {}


def test_a_single_thing_stands_in_the_subject_with_its_summary_in_the_message():
    topic = TopicFactory()
    follower(topic)
    published("Hold a huddle", revision__topics=[topic], revision__summary="Ten minutes at the board.")
    (message,) = work().values()
    assert message.subject == "New: Hold a huddle"
    assert "Ten minutes at the board." in message.body


def test_who_follows_a_write_up_hears_that_it_changed_stopped_was_retired_and_came_back():
    practice = PracticeFactory(state="published", revision__title="Hold a huddle")
    follower(practice)
    moderator = ModeratorFactory()
    said = []

    def note_again(**changed):
        before = practice.published_revision
        publish_again(practice, **changed)
        news.note_publication(practice, before)
        said.append(next(iter(work().values())))

    note_again(change_note="Weekends are in it now.")
    note_again(stage="stopped", stopped_because="funding", stopped_why="The grant ended.")
    moderation.retire(practice=practice, by=moderator, because="outdated", why="See the new guidance.")
    said.append(next(iter(work().values())))
    moderation.restore(practice=practice, by=moderator)
    said.append(next(iter(work().values())))
    assert [message.subject.partition(":")[0] for message in said] == ["Changed", "Stopped", "Retired", "Back again"]
    assert "Weekends are in it now." in said[0].body
    assert "The money ended. The grant ended." in said[1].body
    assert "It is out of date. See the new guidance." in said[2].body


def test_a_change_is_no_news_for_a_topic_unless_more_people_may_read_it_now():
    topic, organisation = TopicFactory(), OrganisationFactory()
    practice = PracticeFactory(
        state="published", organisation=organisation, revision__topics=[topic], revision__visibility="organisation"
    )
    member, stranger = follower(topic, organisation=organisation), follower(topic)
    before = practice.published_revision
    publish_again(practice, visibility="public")
    news.note_publication(practice, before)
    told = work()
    assert set(told) == {stranger.email}, "who could read it before has nothing new"
    assert told[stranger.email].subject.startswith("New: ")
    assert member.email not in told
    before = practice.published_revision
    publish_again(practice, change_note="A comma")
    news.note_publication(practice, before)
    assert work() == {}


def test_what_happened_before_somebody_followed_is_not_told():
    topic = TopicFactory()
    published("Hold a huddle", revision__topics=[topic])
    person = follower(topic)
    assert work() == {}
    published("Plan a rota", revision__topics=[topic])
    (message,) = work().values()
    assert message.to == [person.email]
    assert "Hold a huddle" not in message.body


def test_following_another_thing_later_brings_nothing_old():
    first, second = TopicFactory(), TopicFactory()
    person = follower(first, rhythm=Rhythm.DAILY)
    published("Of yesterday", revision__topics=[second])
    following.follow(target=second, by=person)
    published("Of today", revision__topics=[second])
    a_day_passes()
    (message,) = work().values()
    assert message.subject == "New: Of today"


def test_authors_are_not_mailed_their_own_write_up():
    topic = TopicFactory()
    author = follower(topic)
    published(author=author, revision__topics=[topic])
    assert work() == {}


def test_every_move_that_readers_see_is_noted_by_the_action_that_makes_it():
    moderator = ModeratorFactory()
    practice = PracticeFactory(state="in_review")
    moderation.take(practice=practice, by=moderator)
    moderation.publish(practice=practice, by=moderator)
    practice.refresh_from_db()
    moderation.withhold(practice=practice, by=moderator, why="It names somebody.")
    moderation.show_again(practice=practice, by=moderator)
    moderation.retire(practice=practice, by=moderator, because="outdated", why="")
    moderation.restore(practice=practice, by=moderator)
    assert list(News.objects.values_list("kind", flat=True)) == ["published", "shown_again", "retired", "restored"]


def test_of_very_many_the_message_names_some_and_says_how_many_more(monkeypatch):
    topic = TopicFactory()
    follower(topic)
    monkeypatch.setattr("practices.alerts.writing.MOST_TOLD", 2)
    practices = PracticeFactory.create_batch(5, state="published", revision__topics=[topic])
    news.note_each(Kind.PUBLISHED, practices)
    (message,) = work().values()
    assert message.subject.endswith("and 4 more on what you follow")
    assert message.body.count("You follow: ") == 2
    assert "3 more are new." in message.body
    assert work() == {}


# Needs


def answer(need, **traits):
    return NeedAnswerFactory(need=need, **traits)


def test_who_follows_a_topic_hears_what_is_asked_about_it_and_who_follows_that_hears_the_answers():
    topic = TopicFactory(name="Carers")
    person = follower(topic)
    asker = follower(topic)
    need = NeedFactory(question="Who sits with carers at night?", is_shared=True, asked_by=asker)
    need.topics.add(topic)
    NeedFactory(question="Asked of the moderators alone").topics.add(topic)
    told = work()
    assert set(told) == {person.email}, "who asked knows"
    assert told[person.email].subject == "Somebody asks: Who sits with carers at night?"
    assert "You follow: Carers" in told[person.email].body
    following.follow(target=need, by=person)
    answer(need, kind="moderator", words="Eastmoor does.")
    (message,) = work().values()
    assert message.subject == "New answer: Who sits with carers at night?"
    assert "You follow: this question" in message.body
    assert work() == {}


def hidden(need, answered):
    need.hidden_at, need.hidden_why = timezone.now(), "It names somebody."
    need.save()


def withdrawn(need, answered):
    need.closed_at, need.outcome = timezone.now(), Need.Outcome.WITHDRAWN
    need.save()


def asked_by_somebody_blocked(need, answered):
    blocked(need.asked_by)


def answered_by_somebody_blocked(need, answered):
    blocked(answered.by)


def answered_with_what_the_reader_may_not_see(need, answered):
    answered.practice.published_revision.visibility = "organisation"
    answered.practice.published_revision.save()


def blocked(person):
    person.is_active, person.blocked_at, person.blocked_why = False, timezone.now(), "Advertising."
    person.save()


@pytest.mark.parametrize(
    "happens",
    [
        hidden,
        withdrawn,
        asked_by_somebody_blocked,
        answered_by_somebody_blocked,
        answered_with_what_the_reader_may_not_see,
    ],
)
def test_a_need_or_an_answer_that_its_reader_may_not_see_is_in_no_mail(happens):
    need = NeedFactory(is_shared=True)
    follower(need)
    answered = answer(need, kind="practice", practice=PracticeFactory(state="published"), by=UserFactory())
    happens(need, answered)
    assert work() == {}


def test_needs_of_long_ago_and_of_another_hub_are_not_told_as_new():
    topic = TopicFactory()
    follower(topic)
    need = NeedFactory(is_shared=True)
    need.topics.add(topic)
    Need.objects.update(asked_at=timezone.now() - news.NOTED_WITHIN - timedelta(hours=1))
    assert work() == {}
    assert not News.objects.exists()


# Saved searches


@pytest.mark.parametrize(
    ("query", "is_told"),
    [
        ("q=lantern+parades", True),
        ("q=lantern+midwives", False),  # a page shows what has any of the words; a message, what has all
        ("q=fleet", True),  # another name for it
        ("q=lantren+parade", True),  # a slip
        ("q=lantern+para", True),  # only begun
        ("q=%22lantern+parade%22", True),
        ("q=%22parade+lantern%22", False),
        ("q=lantern+-parade", False),
        ("q=lantren&as_typed=1", False),
        ("stage=running", True),
        ("stage=running&setting=school", False),
        ("q=lantern&stage=trying", False),
        ("adopted=my_region", False),
    ],
)
def test_a_saved_search_tells_of_what_has_all_of_it(query, is_told):
    from practices.models import Term
    from practices.search import statistics

    Term.objects.create(term="fleet", preferred="parade", kind="variant")
    PracticeFactory(state="published", revision__title="Lantern parade of others", revision__stage="trying")
    statistics.refresh()
    searcher(query, organisation=OrganisationFactory(places=[PlaceFactory()]))
    published("Hold a lantern parade", revision__stage="running")
    assert bool(work()) is is_told


def test_a_word_that_only_members_may_read_is_found_for_them_as_it_was_typed():
    organisation = OrganisationFactory()
    PracticeFactory(state="published", revision__title="Hold a parade")
    member, stranger = searcher("q=paradx", organisation=organisation), searcher("q=paradx")
    published("The paradx", organisation=organisation, revision__visibility="organisation")
    assert set(work()) == {member.email}
    assert stranger.email != member.email


def test_one_search_is_run_once_however_many_people_saved_it(django_assert_max_num_queries):
    def cost(people, **traits):
        for _ in range(people):
            searcher("q=lantern&stage=running", **traits)
        published("Hang a lantern", revision__stage="running")
        with django_assert_max_num_queries(200) as captured:
            sending.send()
        return len(captured)

    assert cost(1) == cost(12)


def test_many_people_cost_as_many_statements_as_one(django_assert_max_num_queries):
    topic, place = TopicFactory(), PlaceFactory()

    def cost(people):
        for _ in range(people):
            follower(topic, place, organisation=OrganisationFactory())
        practices = PracticeFactory.create_batch(
            people, state="published", revision__topics=[topic], revision__places=[place]
        )
        news.note_each(Kind.PUBLISHED, practices)
        with django_assert_max_num_queries(200) as captured:
            sending.send()
        return len(captured)

    assert cost(1) == cost(8)


# Permission, when it leaves


def test_nobody_is_told_of_what_they_may_not_read_and_everybody_gets_their_own_message():
    topic, ours, theirs = TopicFactory(name="Carers"), OrganisationFactory(), OrganisationFactory()
    member, stranger, nobody = (
        follower(topic, organisation=ours),
        follower(topic, organisation=theirs),
        follower(topic),
    )
    published("For everyone", revision__topics=[topic])
    published("For staff", revision__topics=[topic], revision__visibility="staff")
    published("For us", revision__topics=[topic], revision__visibility="organisation", organisation=ours)
    published("For them", revision__topics=[topic], revision__visibility="organisation", organisation=theirs)
    told = work()
    titles = ("For everyone", "For staff", "For us", "For them")
    assert {address: [title for title in titles if title in message.body] for address, message in told.items()} == {
        member.email: ["For everyone", "For staff", "For us"],
        stranger.email: ["For everyone", "For staff", "For them"],
        nobody.email: ["For everyone"],
    }
    for person in (member, stranger, nobody):
        assert f"Hello {person.display_name}" in told[person.email].body
        assert stop_link(told[person.email]) != stop_link(told[{member: stranger}.get(person, member).email])


def narrowed(practice):
    practice.published_revision.visibility = "organisation"
    practice.published_revision.save()
    index(practice)


def withheld(practice):
    moderation.withhold(practice=practice, by=ModeratorFactory(), why="It names somebody.")


def retired(practice):
    moderation.retire(practice=practice, by=ModeratorFactory(), because="outdated", why="")


@pytest.mark.parametrize("happens", [narrowed, withheld, retired])
def test_what_changed_after_it_happened_and_before_the_mail_counts_and_no_mail_is_empty(happens):
    topic = TopicFactory()
    follower(topic)
    practice = published(revision__topics=[topic])
    happens(practice)
    assert work() == {}


def test_whoever_left_or_lost_their_role_is_told_nothing():
    topic, organisation = TopicFactory(), OrganisationFactory()
    left, closed = follower(topic, organisation=organisation), follower(topic, organisation=organisation)
    published(revision__topics=[topic], revision__visibility="organisation", organisation=organisation)
    left.memberships.update(status="ended")
    closed.is_active = False
    closed.save()
    assert work() == {}


def test_where_only_the_region_is_shown_followers_of_the_place_are_not_told():
    place = PlaceFactory()
    follower(place)
    published(revision__places=[place], revision__shown_as="region")
    assert work() == {}


def test_many_readers_at_once_may_read_what_visible_to_says_of_each():
    organisation, unverified = OrganisationFactory(), OrganisationFactory(verified_at=None)
    people = [
        UserFactory(),
        UserFactory(organisation=organisation),
        UserFactory(manages=organisation),
        UserFactory(organisation=unverified),
        UserFactory(organisation=OrganisationFactory()),
        ModeratorFactory(),
        AdministratorFactory(),
    ]
    for visibility, ours in product(["public", "staff", "organisation"], [organisation, unverified]):
        PracticeFactory(state="published", revision__visibility=visibility, organisation=ours, author=people[0])
        PracticeFactory(state="retired", revision__visibility=visibility, organisation=ours)
        PracticeFactory(state="withheld", revision__visibility=visibility, organisation=ours)
    every = list(Practice.objects.published().select_related("published_revision"))
    for reader in readers_of(
        [type(person).objects.get(pk=person.pk) for person in people], [each.pk for each in every]
    ):
        visible = set(Practice.objects.visible_to(reader.person).published().filter(withheld_at=None))
        wrote = set(Practice.objects.written_by(reader.person))
        assert {each for each in every if reader.may_read(each)} == visible - wrote


def test_what_is_withheld_while_the_mail_waits_leaves_with_nobody_and_the_rest_is_told():
    topic = TopicFactory()
    person = follower(topic, rhythm=Rhythm.WEEKLY)
    gone, stays = published("It names somebody", revision__topics=[topic]), published("Stays", revision__topics=[topic])
    a_day_passes(8)
    assert sending.send() == 1
    moderation.withhold(practice=gone, by=ModeratorFactory(), why="It names somebody.")
    told = work()
    assert "It names somebody" not in told[person.email].body
    assert stays.get_absolute_url() in told[person.email].body
    assert work() == {}


def test_words_that_are_removed_everywhere_are_gone_from_mails_that_wait():
    topic = TopicFactory()
    follower(topic)
    published("Zebediah’s huddle", revision__topics=[topic])
    sending.send()
    purging.purge(text="Zebediah", by=ModeratorFactory())
    assert "Zebediah" not in "".join(Email.objects.values_list("message", flat=True))


# How often


def a_day_passes(number=1):
    """By moving back when everybody was last looked after."""
    for alerts in Alerts.objects.all():
        alerts.looked_at -= timedelta(days=number)
        alerts.save(update_fields=["looked_at"])


def test_at_once_is_with_the_next_look_and_daily_and_weekly_wait_for_their_time():
    topic = TopicFactory()
    at_once, daily, weekly, never = (
        follower(topic, rhythm=rhythm) for rhythm in (Rhythm.AT_ONCE, Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.NEVER)
    )
    published("Hold a huddle", revision__topics=[topic])
    assert set(work()) == {at_once.email}
    a_day_passes()
    assert set(work()) - {weekly.email} == {daily.email}  # on a Monday both
    published("Plan a rota", revision__topics=[topic])
    assert set(work()) == {at_once.email}
    a_day_passes(7)
    assert set(work()) == {daily.email, weekly.email}
    assert not Email.objects.filter(to__contains=never.email).exists()


@pytest.mark.parametrize(
    ("rhythm", "now", "expected"),
    [
        (Rhythm.DAILY, datetime(2026, 1, 14, 6, 59, tzinfo=UTC), datetime(2026, 1, 13, 7, tzinfo=UTC)),
        (Rhythm.DAILY, datetime(2026, 1, 14, 7, 0, tzinfo=UTC), datetime(2026, 1, 14, 7, tzinfo=UTC)),
        (Rhythm.DAILY, datetime(2026, 7, 14, 6, 30, tzinfo=UTC), datetime(2026, 7, 14, 6, tzinfo=UTC)),  # summer time
        (Rhythm.WEEKLY, datetime(2026, 1, 14, 12, tzinfo=UTC), datetime(2026, 1, 12, 7, tzinfo=UTC)),
        (Rhythm.WEEKLY, datetime(2026, 1, 12, 6, tzinfo=UTC), datetime(2026, 1, 5, 7, tzinfo=UTC)),
    ],
)
def test_the_day_begins_at_seven_and_the_week_on_monday(rhythm, now, expected):
    assert last_time(rhythm, now) == expected


def test_a_day_without_news_is_over_so_the_next_message_comes_at_its_time():
    topic = TopicFactory()
    follower(topic, rhythm=Rhythm.DAILY)
    a_day_passes()
    work()
    published(revision__topics=[topic])
    assert work() == {}
    a_day_passes()
    assert len(work()) == 1


def test_no_second_mail_is_made_while_the_first_waits_for_the_mail_server():
    topic = TopicFactory()
    person = follower(topic)
    published("Hold a huddle", revision__topics=[topic])
    assert sending.send() == 1
    published("Plan a rota", revision__topics=[topic])
    assert sending.send() == 0
    Email.objects.update(status=STATUS.sent)
    (message,) = work().values()
    assert message.subject == "New: Plan a rota"
    assert message.to == [person.email]


def test_who_comes_back_to_mails_is_not_told_of_what_happened_meanwhile():
    topic = TopicFactory()
    person = follower(topic, rhythm=Rhythm.NEVER)
    published("Hold a huddle", revision__topics=[topic])
    work()
    following.choose_rhythm(rhythm=Rhythm.AT_ONCE, by=person)
    assert work() == {}


# Each once, none missed


def test_positions_go_on_after_old_news_are_thrown_away():
    topic = TopicFactory()
    follower(topic)
    published("Hold a huddle", revision__topics=[topic])
    work()
    News.objects.update(happened_at=timezone.now() - housekeeping.NEWS_KEPT - timedelta(hours=1))
    housekeeping.tidy()
    assert not News.objects.exists()
    published("Plan a rota", revision__topics=[topic])
    assert [message.subject for message in work().values()] == ["New: Plan a rota"]


def test_a_database_lets_nobody_follow_two_things_or_one_thing_twice():
    from django.db import IntegrityError, transaction

    topic, person = TopicFactory(), UserFactory()
    Follow.objects.create(person=person, topic=topic)
    for wrong in ({"topic": topic}, {}, {"topic": TopicFactory(), "place": PlaceFactory()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Follow.objects.create(person=person, **wrong)


# Leaving


def stop_link(message):
    return re.search(r"http://testserver(/alerts/[^/\s]+/)", message.body)[1]


def test_every_message_says_how_to_leave_to_people_and_to_their_mail_programs(client):
    topic = TopicFactory()
    person = follower(topic)
    published(revision__topics=[topic])
    (message,) = work().values()
    link = f"http://testserver{stop_link(message)}"
    assert message.extra_headers["List-Unsubscribe"] == f"<{link}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "http://testserver/account/following/" in message.body
    assert person.email not in link
