"""Measures one daily look at what people follow: `make bench-alerts` (ARGS="10000 40").

So many people in 150 organisations follow topics, places, write-ups and saved searches; as many write-ups are news.
Prints seconds, statements and mails, beside what the same number of mails costs to write and queue with nothing to
find out. Fails where the statements are more than a look may have, or where somebody got a second mail.
"""

import io
import random
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

from bench.database import bench_database

PEOPLE, NEWS, ORGANISATIONS, SEARCHES, SEED = 10_000, 40, 150, 300, 20261123
# Statements: for each few hundred people, for each different search, and once.
FOR_PEOPLE, FOR_SEARCH, ONCE = 16, 15, 20
LONGEST = 120  # seconds


class Statements:
    """Counts what is asked of the database."""

    def __init__(self):
        self.number = 0

    def __call__(self, execute, *arguments):
        self.number += 1
        return execute(*arguments)


@contextmanager
def measured():
    from django.db import connection

    statements, begun = Statements(), time.perf_counter()
    figures = {}
    with connection.execute_wrapper(statements):
        yield figures
    figures |= {"seconds": time.perf_counter() - begun, "statements": statements.number}


def make_people(number, chance):
    """Everybody with an organisation and the choice of daily mails; they were last looked after two days ago."""
    from django.utils import timezone

    from accounts.models import Membership, Organisation, User
    from practices.models import Alerts

    now = timezone.now()
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"Council {at}", slug=f"council-{at}", kind="local_authority", verified_at=now)
        for at in range(ORGANISATIONS)
    )
    people = User.objects.bulk_create(
        User(email=f"reader{at}@bench.example", display_name=f"Reader {at}") for at in range(number)
    )
    Membership.objects.bulk_create(Membership(user=each, organisation=chance.choice(organisations)) for each in people)
    Alerts.objects.bulk_create(Alerts(person=each, looked_at=now - timedelta(days=2)) for each in people)
    return people


def searches_of(chance, topics):
    """Different questions: a word or two of topics' names, some within a filter."""
    words = sorted({word.lower() for topic in topics for word in topic.name.split() if len(word) > 3})
    found = {}
    while len(found) < SEARCHES:
        asked = {"q": [" ".join(chance.sample(words, chance.randint(1, 2)))]}
        if chance.random() < 0.3:
            asked["topic"] = [chance.choice(topics).slug]
        found[str(asked)] = asked
    return list(found.values())


def make_follows(people, chance):
    """One to four topics, up to two places and write-ups each; two of five have saved a search. How many rows."""
    from accounts.models import Place
    from practices.models import Follow, Practice, SavedSearch, Topic

    topics, places = list(Topic.objects.curated()), list(Place.objects.live())
    practices = list(Practice.objects.current())
    searches = searches_of(chance, topics)
    follows = []
    for person in people:
        follows += [Follow(person=person, topic=each) for each in chance.sample(topics, chance.randint(1, 4))]
        follows += [Follow(person=person, place=each) for each in chance.sample(places, chance.randint(0, 2))]
        follows += [Follow(person=person, practice=each) for each in chance.sample(practices, chance.randint(0, 2))]
    saved = SavedSearch.objects.bulk_create(
        SavedSearch(person=person, name="A search", asked=chance.choice(searches))
        for person in people
        if chance.random() < 0.4
    )
    follows += [Follow(person_id=each.person_id, search=each) for each in saved]
    return len(Follow.objects.bulk_create(follows, batch_size=5000))


def make_news(number, chance):
    """Some of the write-ups are published for the first time, and some changed; every fifth is for staff alone."""
    from practices.alerts import news
    from practices.models import News, Practice
    from practices.search.entries import index

    practices = list(Practice.objects.published().filter(withheld_at=None, retired_at=None).order_by("pk"))
    chosen = chance.sample(practices, min(number, len(practices)))
    for practice in chosen[::5]:
        practice.published_revision.visibility = "staff"
        practice.published_revision.save()
        index(practice)
    news.note_each(News.Kind.PUBLISHED, chosen[: len(chosen) * 3 // 4])
    for practice in chosen[len(chosen) * 3 // 4 :]:
        news.note_publication(practice, practice.published_revision)
    return len(chosen)


@contextmanager
def undone():
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def with_nothing_to_find_out(mails):
    """The same number of mails of one item each, written and queued."""
    from practices import mail
    from practices.alerts.matching import Item
    from practices.alerts.sending import AT_A_TIME
    from practices.alerts.writing import written
    from practices.batches import few_at_a_time
    from practices.models import Alerts, News, Practice

    practice = Practice.objects.current().select_related("published_revision").first()
    item = Item(practice, news=[News(kind=News.Kind.PUBLISHED, practice=practice)], because=["Hospital discharge"])
    rows = list(Alerts.objects.select_related("person").order_by("pk")[:mails])
    with undone(), measured() as figures:
        for some in few_at_a_time(rows, AT_A_TIME):
            mail.queue_each(written(row, [item]) for row in some)
    return figures


def main(people=PEOPLE, number=NEWS):
    """0 when a look costs no more than it may, and nobody got two mails."""
    chance = random.Random(SEED)
    with bench_database():
        from django.core.management import call_command
        from django.db import connection
        from post_office.models import Email

        from practices.alerts import sending
        from practices.models import SavedSearch

        for command in ("seed_demo_data", "load_starter_library"):
            call_command(command, stdout=io.StringIO())
        sending.send()  # of the demonstration's own
        Email.objects.all().delete()
        readers = make_people(people, chance)
        follows = make_follows(readers, chance)
        news = make_news(number, chance)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        different = SavedSearch.objects.values("asked").distinct().count()
        print(f"{people} people follow {follows} things, {different} different searches; {news} write-ups are news")
        with measured() as look:
            mails = sending.send()
        nothing = with_nothing_to_find_out(mails)
        with measured() as second:
            again = sending.send()
        budget = FOR_PEOPLE * -(-people // sending.AT_A_TIME) + FOR_SEARCH * different + ONCE
        print(f"{mails} mails in {look['seconds']:.1f} s by {look['statements']} statements (at most {budget})")
        print(f"as many with nothing to find out: {nothing['seconds']:.1f} s by {nothing['statements']} statements")
        print(f"{look['seconds'] / nothing['seconds']:.1f} times as long")
        print(f"the next look: {again} mails in {second['seconds']:.2f} s by {second['statements']} statements")
        wrong = {
            "more statements than it may have": look["statements"] > budget,
            f"more than {LONGEST} seconds": look["seconds"] > LONGEST,
            "nobody was told anything": not mails,
            "somebody got two": again or Email.objects.values("to").distinct().count() != mails,
        }
        print("; ".join(what for what, is_so in wrong.items() if is_so) or "all as it should be")
    return 1 if any(wrong.values()) else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
