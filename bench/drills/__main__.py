"""`make drills`: runs every drill against a hub of its own, prints a table, and fails when something was lost."""

import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy

from bench.drills.mail_server import mail_server
from bench.drills.person import Person, slug_in
from bench.hub import ROOT, free_port, running_hub

OUT = ROOT / "bench" / "out" / "drills.json"
SECONDS_FOR_MAIL = 60
QUESTION = "Which café do you use?"


class Lost(Exception):
    """What was acknowledged, and is not there."""


def check(holds, what):
    if not holds:
        raise Lost(what)


def worker(hub):
    person = Person(hub, "worker@demo.example")
    person.sign_in()
    return person


def a_draft(person, title):
    """A new draft of the person's; the address of its section about the context."""
    page = person.fill_in("/practices/new/", title=title, summary="Who and what.", problem="Before.")
    return f"/practices/{slug_in(page.url)}/edit/context/"


def says(person, section, words):
    """Whether the section's form shows these words, as saved."""
    return person.open(section).form()["problem"] == [words]


def two_editors(hub):
    """Two tabs of one draft: the second save meets a page with both texts, and neither is gone."""
    first, second = worker(hub), worker(hub)
    section = a_draft(first, "Two editors")
    mine, theirs = first.open(section).form(), second.open(section).form()
    first.send(section, mine | {"problem": "What the first one wrote."})
    clash = second.send(section, theirs | {"problem": "What the second one wrote."})
    check(clash.status == 409, f"the second save was answered {clash.status}, not 409")
    for words in ["What the first one wrote.", "What the second one wrote."]:
        check(words in clash.text, f"“{words}” is not on the page of both versions")
    check(says(first, section, "What the first one wrote."), "the first save was overwritten")
    second.send(section, clash.form() | {"problem": "What both of us mean."})
    check(says(first, section, "What both of us mean."), "the merged text was not saved")


def expired_session(hub):
    """A section sent after the session ended: sign in, and the words are in the form."""
    person = worker(hub)
    section = a_draft(person, "Expired session")
    form = person.open(section).form()
    person.lose_session()
    person.open("/account/login/")  # a fresh token, as a browser that was away would get
    token = person.open("/account/login/").form()["csrfmiddlewaretoken"]
    asked = person.send(section, form | {"problem": "Written for an hour.", "csrfmiddlewaretoken": token})
    check("/account/login/" in asked.url, f"nobody was asked to sign in: {asked.status} {asked.url}")
    back = person.send(asked.url, asked.form() | {"login": person.email, "password": "practice-hub-demo"})
    check(back.form()["problem"] == ["Written for an hour."], "the words did not come back after signing in")
    person.send(section, back.form())
    check(says(person, section, "Written for an hour."), "the words that came back could not be saved")


def double_submit(hub):
    """The first note sent five times at once makes one draft."""
    person = worker(hub)
    form = person.open("/practices/new/").form() | {"title": "Sent five times", "summary": "S", "problem": "P"}
    with ThreadPoolExecutor(5) as at_once:
        addresses = {page.url for page in at_once.map(lambda _: person.send("/practices/new/", form), range(5))}
    check(len(addresses) == 1, f"the answers lead to {len(addresses)} drafts")
    listed = person.open("/practices/mine/").text.count(">Sent five times<")
    check(listed == 1, f"the list shows {listed} of them")


def killed_before_saving(hub):
    """kill -9 of the web server after an autosave was acknowledged, before anybody pressed Save."""
    person = worker(hub)
    section = a_draft(person, "Killed before saving")
    form = person.open(section).form() | {"problem": "Acknowledged by autosave."}
    answer = person.send(section + "autosave/", form)
    check(answer.status == 200, f"autosave answered {answer.status}")
    hub.kill_web()
    hub.start()
    person = worker(hub)
    check(says(person, section, "Acknowledged by autosave."), "the autosaved words are gone")


def database_killed(hub):
    """kill -9 of PostgreSQL after a save was acknowledged; the hub comes back with it."""
    person = worker(hub)
    section = a_draft(person, "Database killed")
    person.fill_in(section, problem="Acknowledged by Save.")
    hub.kill_database()
    away = person.open(section)
    check(away.status in (500, 503), f"without a database the page answered {away.status}")
    hub.stop()
    hub.start()
    check(says(worker(hub), section, "Acknowledged by Save."), "the saved words are gone")


def restart_in_mid_save(hub):
    """Saves go on while the hub is told to stop; what was acknowledged last is there, or something newer."""
    person = worker(hub)
    section = a_draft(person, "Restart in mid-save")
    acknowledged = sent = 0
    stopping = threading.Timer(1.0, hub.stop)
    stopping.start()
    try:
        while True:
            sent += 1
            if person.fill_in(section, problem=f"Save {sent}", then="list").status == 200:
                acknowledged = sent
    except OSError:
        pass  # the hub is gone
    stopping.join()
    hub.start()
    found = worker(hub).open(section).form()["problem"][0]
    check(acknowledged > 0, "no save was acknowledged before the stop, so nothing was tried")
    check(int(found.removeprefix("Save ")) >= acknowledged, f"acknowledged {acknowledged}, found “{found}”")


def mail_server_down(hub):
    """A message to a contact while the mail server is down: it waits, and leaves when the server is back."""
    from post_office.models import STATUS, Email

    sender = Person(hub, "colleague@demo.example")
    sender.sign_in()
    page = sender.open("/practices/offer-unpaid-carers-a-conversation-of-their-own/contact/")
    sent = sender.send(page.url, page.form("contact/") | {"message": QUESTION})
    check(sent.status == 200, f"the message was answered {sent.status}")
    ours = Email.objects.filter(message__contains=QUESTION)
    wait_for(lambda: ours.filter(status=STATUS.requeued).exists(), "the mail was not kept for another try")
    with mail_server(hub.mail_port) as letters:
        Email.objects.filter(status=STATUS.requeued).update(scheduled_time=None)  # the next try is due now
        wait_for(lambda: ours.filter(status=STATUS.sent).exists(), "the mail did not leave when the server was back")
        arrived = [letter for letter in letters if QUESTION in body_of(letter)]
        check(len(arrived) == 1, f"{len(arrived)} letters arrived")


def body_of(letter):
    return message_from_bytes(letter, policy=policy.default).get_content()


def wait_for(holds, what):
    deadline = time.monotonic() + SECONDS_FOR_MAIL
    while not holds():
        check(time.monotonic() < deadline, what)
        time.sleep(0.5)


DRILLS = [
    two_editors,
    expired_session,
    double_submit,
    mail_server_down,
    restart_in_mid_save,
    killed_before_saving,
    database_killed,
]


def main(only=()):
    """Run the drills, or those that are named; 0 when nothing was lost."""
    mail_port = free_port()
    rows = []
    with running_hub(EMAIL_URL=f"smtp://127.0.0.1:{mail_port}") as hub:
        hub.mail_port = mail_port
        hub.use_its_settings()
        for drill in [drill for drill in DRILLS if not only or drill.__name__ in only]:
            started = time.monotonic()
            try:
                drill(hub)
            except (Lost, LookupError, OSError) as trouble:
                outcome = f"{type(trouble).__name__}: {trouble}"
            else:
                outcome = "nothing lost"
            row = {"drill": drill.__name__, "outcome": outcome, "seconds": round(time.monotonic() - started, 1)}
            rows.append(row | {"what": drill.__doc__})
            print(f"{row['drill']:<22}{row['seconds']:>6.1f} s  {outcome}", flush=True)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
    return 0 if all(row["outcome"] == "nothing lost" for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
