"""Kills workers while they ask teams how it goes, and counts what was asked: `make bench-followups` (ARGS="800 20").

So many people lead one to three adoptions each, all of which are due. Two workers at a time ask them, the hub's worker
and the command, and both are killed (kill -9) at a random moment; so many times. Then one worker ends the work. Each
person must have got exactly one mail, and each question must stand in exactly one.
"""

import io
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta

from bench.database import bench_database
from bench.hub import ROOT

LEADS, KILLS = 800, 20
LONGEST_LIFE = 2  # seconds that a worker is left at work
WORKERS = ("send_follow_ups", "run_worker")
# Says when it begins, so that it is killed at work and not while Python loads.
PROGRAM = """
import django; django.setup()
from django.core.management import call_command
from practice_hub import urls
from practices.management.commands import run_worker, send_follow_ups
print("begins", flush=True); call_command({name!r}{more})
"""
LINK = re.compile(r"/follow-ups/([^/\s]+)/$", re.MULTILINE)


def make_adoptions(number, chance):
    """So many leads with what they lead; how many adoptions these are."""
    from django.core.management import call_command
    from django.utils import timezone

    from accounts.models import Membership, Organisation, Place, User
    from practices.models import Adoption, Practice

    call_command("seed_demo_data", stdout=io.StringIO())
    Adoption.objects.all().delete()  # the demonstration's own
    practices = list(Practice.objects.current().select_related("published_revision")[:3])
    organisation = Organisation.objects.filter(verified_at__isnull=False).first()
    leads = User.objects.bulk_create(
        User(email=f"lead{at}@bench.example", display_name=f"Lead {at}") for at in range(number)
    )
    Membership.objects.bulk_create(Membership(user=lead, organisation=organisation) for lead in leads)
    then = timezone.now() - timedelta(days=400)
    shared = {"organisation": organisation, "place": Place.objects.first(), "status": "in_use"}
    shared |= {"proposed_at": then, "heard_at": then, "confirmed_at": then, "started": then.date().replace(day=1)}
    made = Adoption.objects.bulk_create(
        Adoption(practice=practice, revision=practice.published_revision, lead=lead, team=lead.display_name, **shared)
        for lead in leads
        for practice in chance.sample(practices, chance.randint(1, 3))
    )
    return len(made)


def start(name):
    """A worker of its own process, once it has begun to work."""
    from django.conf import settings

    more = ", every=0" if name == "run_worker" else ""
    environment = os.environ | {"PGHOST": settings.DATABASES["default"]["HOST"], "LOG_LEVEL": "ERROR"}
    worker = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(name=name, more=more)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    worker.stdout.readline()
    return worker


def kill_two(chance):
    """Start two workers, and kill both at moments of their own; how many were still at work."""
    workers = [start(name) for name in WORKERS]
    alive = 0
    for worker in sorted(workers, key=lambda _: chance.random()):
        time.sleep(chance.uniform(0, LONGEST_LIFE / 2))
        alive += worker.poll() is None
        worker.kill()
        worker.communicate()
    return alive


def problems(adoptions):
    """What is wrong, in words; nothing when everything was asked once."""
    from post_office.models import Email

    from practices.following_up.links import named_in
    from practices.models import FollowUp

    mails = list(Email.objects.filter(subject__startswith="Still going?"))
    asked = Counter(named_in(token)[0] for mail in mails for token in LINK.findall(mail.message))
    rows = set(FollowUp.objects.asked().values_list("pk", flat=True))
    people = Counter(mail.to[0] for mail in mails)
    wrong = {
        "asked twice": sum(times > 1 for times in asked.values()),
        "noted as asked, and in no mail": len(rows - asked.keys()),
        "in a mail, and not noted": len(asked.keys() - rows),
        "not asked": adoptions - len(rows),
        "people with two mails": sum(times > 1 for times in people.values()),
    }
    return [f"{number} {what}" for what, number in wrong.items() if number]


def main(leads=LEADS, kills=KILLS, seed=None):
    """0 when everything was asked once."""
    seed = seed or random.randrange(10**6)
    chance = random.Random(seed)
    with bench_database():
        from django.core.management import call_command

        from practices.models import FollowUp

        adoptions = make_adoptions(leads, chance)
        print(f"{leads} leads with {adoptions} adoptions, seed {seed}")
        at_work = 0
        for number in range(1, kills + 1):
            at_work += kill_two(chance)
            print(f"killed {number:>3} times: {FollowUp.objects.asked().count():>5} asked", flush=True)
        call_command("send_follow_ups", stdout=io.StringIO())
        print(f"{at_work} of {2 * kills} workers were at work when they were killed")
        wrong = problems(adoptions)
        print("; ".join(wrong) or f"all {adoptions} were asked, each once, in {leads} mails")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
