"""A small hub with one of everything, for the tests that walk over every address as every person."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import Invitation, Membership
from practices import fact_check_links
from practices.actions import api_tokens, due_feeds, following, staying_true
from practices.contacting import links as contact_links
from practices.following_up import links
from practices.models import Comment, ContactMessage, Notification, Practice, ReaderNote, Report, TrustedReader
from practices.stop_links import OF_ALERTS, OF_THE_NEWSLETTER
from tests.factories import (
    AdministratorFactory,
    AdoptionFactory,
    AttachmentFactory,
    AuditFactory,
    AuditFindingFactory,
    BriefingFactory,
    CollectionFactory,
    CommentFactory,
    FactCheckFactory,
    FollowUpFactory,
    LawChangeFactory,
    MembershipFactory,
    ModeratorFactory,
    NeedAnswerFactory,
    NeedFactory,
    NewsletterFactory,
    OptionsReportFactory,
    OrganisationFactory,
    PathwayFactory,
    PlaceFactory,
    PracticeFactory,
    ReturnReasonFactory,
    ShadowingFactory,
    SuggestionFactory,
    TermFactory,
    TopicFactory,
    UserFactory,
    give_endorsement,
    give_figures,
)

# Sessions and limits live in tables of their own; here they live outside, so that what a request reads and
# writes is the page's own.
OUTSIDE_THE_DATABASE = {
    "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}},
}
A_LAW = "Care Act 2014"
# A form that a browser sends is never empty.
A_TOKEN = {"csrfmiddlewaretoken": "from-the-form"}
PROCESS = {
    "revision__kind": "process",
    "revision__process_owner": "Service manager",
    "revision__process_version": "2.1",
    "revision__approved_by": "Adults board",
    "revision__approved_on": timezone.localdate(),
    "revision__process_steps": [{"actor": "Duty worker", "action": "Rings back", "record_kept": "", "time_limit": ""}],
}


# The write-ups that have a file.
FILES_OF = ("draft", "read", "in review", "published", "for staff", "for members", "retired", "withheld")


@contextmanager
def one_transaction(django_db_blocker):
    """For a fixture that builds rows once for a whole module; all of them are undone at its end."""
    with django_db_blocker.unblock(), override_settings(**OUTSIDE_THE_DATABASE), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def undone():
    """What happens inside has not happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def client_of(person):
    client = Client()
    if person.is_authenticated:
        client.force_login(person)
    return client


@dataclass
class World:
    """`people` by role, each with a signed-in client; `addresses` are the keyword arguments that lead to each thing."""

    people: dict = field(default_factory=dict)
    clients: dict = field(default_factory=dict)
    addresses: dict = field(default_factory=dict)
    practices: dict = field(default_factory=dict)


def build():
    world = World()
    place = PlaceFactory(short_name="Northbridge")
    give_figures("share_65_and_over", {place: 18, PlaceFactory(): 25})
    topic = TopicFactory(name="Hospital discharge", slug="hospital-discharge", is_pathway=True)
    ours = OrganisationFactory(name="Northbridge Council", places=[place], domain="northbridge.example")
    theirs = OrganisationFactory(name="Eastmoor Care", kind="care_provider")
    _add_people(world, ours, theirs)
    world.clients = {role: client_of(person) for role, person in world.people.items()}
    _add_practices(world, ours, place, topic)
    _add_discussion(world)
    _add_reports(world)
    _add_suggestions(world)
    _add_members(world, ours)
    _add_audits(world, ours, place)
    _add_adoptions(world, theirs, place)
    _add_collections(world, ours)
    _add_follow_ups(world, theirs, place)
    _add_needs(world, topic)
    _add_following(world, topic)
    _add_shadowing(world, ours, theirs)
    check = FactCheckFactory(revision=world.practices["held"].draft_revision)
    blocked = UserFactory(
        email="blocked@council.example", is_active=False, blocked_at=timezone.now(), blocked_why="Advertising."
    )
    world.addresses |= {
        "somebody": {"pk": world.people["newcomer"].pk},
        "a moderator": {"pk": ModeratorFactory().pk},
        "somebody blocked": {"pk": blocked.pk},
        "a fact check": world.addresses["held"] | {"pk": check.pk},
        "a partner’s link": {"token": signing.dumps(check.pk, salt=fact_check_links.SALT)},
        "nothing": {},
        "a newsletter": {"pk": _newsletters(world).pk},
        "a link to stop the newsletter": {"token": OF_THE_NEWSLETTER.token(world.people["stranger"].pk)},
        "no calendar": {"secret": "nobody-s"},
        "a token": {"pk": _token(world).pk},
        "a place": {"slug": place.slug},
        "a topic": {"slug": topic.slug},
        "a pathway": {"slug": PathwayFactory(topics=[topic]).slug},
        "a curated topic": {"pk": topic.pk},
        "a term": {"pk": TermFactory(note="Somebody’s own words for it.").pk},
        "a need that is shared": {"pk": NeedFactory(asked_by=world.people["stranger"], is_shared=True).pk},
        "a need": {"pk": NeedFactory(asked_by=world.people["stranger"]).pk},
        "a moderator’s need": {"pk": NeedFactory(asked_by=world.people["author_moderator"]).pk},
        "a reason": {"pk": ReturnReasonFactory().pk},
        "a removed term": {"pk": TermFactory(is_in_use=False).pk},
        "a person": {"pk": world.people["colleague"].pk},
        "ours": {"slug": ours.slug},
        "a cited law": {"title": A_LAW},
        "a law that nobody cites": {"title": "Corn Laws"},
        "a change of law": {"pk": LawChangeFactory().pk},
        "an older revision": world.addresses["changed"] | {"number": 1},
        "a section": world.addresses["draft"] | {"section": "context"},
        "notes": world.addresses["draft"] | {"section": "notes"},
        "notes on a process": world.addresses["process"] | {"section": "notes"},
        "a published section": world.addresses["published"] | {"section": "context"},
        "a section of a process": world.addresses["process"] | {"section": "context"},
        "a revision": world.addresses["published"] | {"number": 1},
        "a draft revision": world.addresses["changing"] | {"number": 2},
        "two revisions": world.addresses["published"] | {"a": 1, "b": 1},
        "a revision and a draft": world.addresses["changing"] | {"a": 1, "b": 2},
        "the co-author": world.addresses["draft"] | {"pk": _authorship(world, "draft", "co_author").pk},
        "a mail": {"name": "none.0"},
        "a stale link to confirm": {"key": "stale"},
        "a stale link to reset": {"uidb36": "1", "key": "stale-link"},
    }
    return world


def _add_needs(world, topic):
    """What is asked of members, and answered: with what may be done about it, and what has been hidden."""
    asked = {"asked_by": world.people["stranger"], "is_shared": True}
    need = NeedFactory(
        question="Who holds huddles at night?", detail="We are a small team.", of_topics=[topic], **asked
    )
    by = {"need": need, "by": world.people["colleague"]}
    hidden = {"hidden_at": timezone.now(), "hidden_why": "It names a ward."}
    answer = NeedAnswerFactory(kind="person", words="We have done it for a year.", **by)
    unwanted = NeedAnswerFactory(kind="offer_to_write", status="hidden", hidden_why="It is an advertisement.", **by)
    NeedAnswerFactory(need=need, kind="practice", practice=world.practices["published"], words="")
    world.addresses |= {
        "a shared need": {"pk": need.pk},
        "a hidden need": {"pk": NeedFactory(**asked, **hidden).pk},
        "a practice for a need": {"pk": need.pk, "kind": "practice"},
        "an offer for a need": {"pk": need.pk, "kind": "offer"},
        "oneself for a need": {"pk": need.pk, "kind": "person"},
        "no way to answer": {"pk": need.pk, "kind": "nonsense"},
        "an answer": {"pk": need.pk, "answer": answer.pk},
        "a hidden answer": {"pk": need.pk, "answer": unwanted.pk},
    }


def _add_people(world, ours, theirs):
    world.people = {
        "visitor": AnonymousUser(),
        "newcomer": UserFactory(display_name="Noor Surnamethatdoesnotbreakanywhereandislong"),
        "author": UserFactory(display_name="Asha Author", email="author@council.example", organisation=ours),
        "co_author": UserFactory(display_name="Col Co-Author", organisation=theirs),
        "colleague": UserFactory(display_name="Cleo Colleague", organisation=ours),
        "stranger": UserFactory(display_name="Sean Stranger", organisation=theirs),
        "manager": UserFactory(display_name="Mo Manager", manages=ours),
        "other_manager": UserFactory(display_name="Olu Other", manages=theirs),
        "moderator": ModeratorFactory(display_name="Mira Moderator"),
        "author_moderator": ModeratorFactory(display_name="Ama Both"),
        "administrator": AdministratorFactory(display_name="Ade Administrator"),
    }


def _add_practices(world, ours, place, topic):
    """One write-up in each state, each with the same three authors."""
    wanted = {
        "draft": {},
        "read": {"state": "draft"},
        "in review": {"state": "in_review"},
        "held": {"state": "in_review"},
        "returned": {"state": "returned"},
        "declined": {"state": "declined"},
        "published": {"state": "published", "revision__law": [{"title": A_LAW, "reference": "", "checked_on": ""}]},
        "changed": {"state": "changed"},
        "past its date": {"state": "published", "revision__review_by": timezone.localdate() - timedelta(days=1)},
        "for staff": {"state": "published", "revision__visibility": "staff"},
        "for members": {"state": "published", "revision__visibility": "organisation"},
        "process": {"state": "published", **PROCESS},
        "retired": {"state": "retired"},
        "withheld": {"state": "withheld"},
        "changing": {"state": "changing"},
        "changing in review": {"state": "changing_in_review"},
    }
    for name, traits in wanted.items():
        practice = PracticeFactory(
            slug=name.replace(" ", "-"),
            organisation=ours,
            author=world.people["author"],
            co_authors=[world.people["co_author"], world.people["author_moderator"]],
            revision__places=[place],
            revision__topics=[topic],
            revision__title=f"Hold a discharge huddle, {name}",
            **traits,
        )
        world.practices[name] = practice
        world.addresses[name] = {"slug": practice.slug}
    read, reader = world.practices["read"], world.people["colleague"]
    note = ReaderNote.objects.create(revision=read.draft_revision, section="context", author=reader, body="For whom?")
    reading = TrustedReader.objects.create(
        practice=read, user=reader, asked_by=world.people["author"], may_take_over=True
    )
    for name in FILES_OF:
        file = AttachmentFactory(practice=world.practices[name], text="A form.")
        world.addresses[f"a file of {name}"] = {"slug": file.practice.slug, "pk": file.pk}
    held = AttachmentFactory(practice=read, looks_filled_in=True)
    world.addresses["a held file"] = {"slug": read.slug, "pk": held.pk}
    world.addresses["a reader’s note"] = {"slug": read.slug, "pk": note.pk}
    world.addresses["the reader"] = {"slug": read.slug, "pk": reading.pk}
    staying_true.say_contact_gone(practice=world.practices["past its date"], by=world.people["author"])
    held = world.practices["held"].draft_revision
    held.held_by, held.held_at = world.people["moderator"], timezone.now()
    held.save()


def _add_discussion(world):
    published = world.practices["published"]
    people = world.people
    comment = CommentFactory(practice=published, author=people["colleague"], body="Who holds the keys?")
    CommentFactory(practice=published, author=people["author"], parent=comment, body="The duty worker.")
    waiting = CommentFactory(
        practice=published, author=people["newcomer"], body="Is there a rota?", status=Comment.Status.WAITING
    )
    endorsement = give_endorsement(published, people["stranger"])
    for kind in (Notification.Kind.PUBLISHED, Notification.Kind.COMMENTED):
        Notification.objects.create(recipient=people["author"], kind=kind, practice=published)
    of_stranger = {"practice": published, "sender": people["stranger"]}
    waits = ContactMessage.objects.create(
        message="Who chairs the huddle?", step="contact", step_since=timezone.now(), **of_stranger
    )
    over = ContactMessage.objects.create(
        step="deputy", step_since=timezone.now(), outcome="said", outcome_at=timezone.now(), **of_stranger
    )
    world.addresses["a message"] = {"pk": waits.pk}
    world.addresses["a message’s link"] = {"token": contact_links.token(waits)}
    world.addresses["a settled message"] = {"pk": over.pk}
    world.addresses["a settled message’s link"] = {"token": contact_links.token(over)}
    world.addresses["a comment"] = {"slug": published.slug, "pk": comment.pk}
    world.addresses["an endorsement"] = {"slug": published.slug, "pk": endorsement.pk}
    world.addresses["a waiting comment"] = {"slug": published.slug, "pk": waiting.pk}


def _add_suggestions(world):
    """Topics in authors' own words: one that moderators have seen, and one that stands in a draft alone."""
    for name, state in {"a suggested topic": "published", "a private topic": "draft"}.items():
        topic = TopicFactory(name=name, is_curated=False)
        practice = world.practices[state]
        (practice.published_revision or practice.draft_revision).topics.add(topic)
        world.addresses[name] = {"pk": topic.pk}


def _add_reports(world):
    for practice in ("published", "process"):
        Report.objects.create(
            practice=world.practices[practice],
            reporter=world.people["stranger"],
            reason="It names somebody.",
        )


def _add_members(world, ours):
    member = MembershipFactory(organisation=ours)
    asking = MembershipFactory(organisation=ours, status=Membership.Status.REQUESTED)
    invitation = Invitation.objects.create(
        organisation=ours,
        email="invited@elsewhere.example",
        token="a-token-from-a-mail",
        invited_by=world.people["manager"],
        expires_at=timezone.now() + timedelta(days=7),
    )
    world.addresses["a member"] = {"slug": ours.slug, "pk": member.pk}
    world.addresses["somebody asking"] = {"slug": ours.slug, "pk": asking.pk}
    world.addresses["an invitation"] = {"slug": ours.slug, "pk": invitation.pk}
    world.addresses["an invitation's link"] = {"token": invitation.token}


def _add_audits(world, ours, place):
    """Of an adoption in “ours”: a round that is over, one that is scored, one that is not, and one being set up."""
    adoption = AdoptionFactory(
        practice=world.practices["published"],
        organisation=ours,
        place=place,
        lead=world.people["manager"],
        team="Nights",
    )
    of_it = {"adoption": adoption, "set_up_by": world.people["manager"], "checker": world.people["colleague"]}
    rounds = {
        "a finished audit": AuditFactory(**of_it, state="finished", state__replaced=1, second=world.people["manager"]),
        "a scored audit": AuditFactory(**of_it, state="scoring"),
        "an audit": AuditFactory(**of_it, state="scoring", state__replaced=1),
        "a planned audit": AuditFactory(**of_it),
    }
    rounds["a scored audit"].checkers.update(finished_at=timezone.now())
    world.addresses |= {name: {"pk": audit.pk} for name, audit in rounds.items()}
    world.addresses["an adoption that is checked"] = {"pk": adoption.pk}
    finding = AuditFindingFactory(audit=rounds["a finished audit"], who=world.people["author"])
    world.addresses["a finding"] = {"pk": finding.audit_id, "finding": finding.pk}
    case = rounds["an audit"].cases.filter(unusable_because="").first()
    world.addresses["a case"] = {"pk": case.audit_id, "ordinal": case.ordinal}


def _add_adoptions(world, theirs, place):
    """Of the write-up that is published, by the other organisation: one that is confirmed, and one that is proposed."""
    published = world.practices["published"]
    traits = {"practice": published, "organisation": theirs, "place": place, "is_askable": True}
    confirmed = AdoptionFactory(lead=world.people["stranger"], **traits)
    proposed = AdoptionFactory(
        lead=world.people["stranger"], team="Night team", confirmed_at=None, confirmed_by=None, **traits
    )
    world.addresses["an adoption"] = {"pk": confirmed.pk}
    briefing, suggestion = BriefingFactory(adoption=confirmed), SuggestionFactory(adoption=confirmed)
    world.addresses["a briefing"] = {"pk": confirmed.pk, "briefing": briefing.pk}
    world.addresses["a suggestion"] = {"slug": published.slug, "pk": suggestion.pk}
    world.addresses["a calendar"] = {"secret": due_feeds.make(by=world.people["manager"])}
    world.addresses["a proposed adoption"] = {"pk": proposed.pk}
    changed = world.practices["changed"]
    behind = AdoptionFactory(
        practice=changed, revision=changed.revisions.get(number=1), organisation=theirs, lead=world.people["stranger"]
    )
    world.addresses["an adoption that is behind"] = {"pk": behind.pk}


def _add_following(world, topic):
    """What a colleague follows, and a search that they have saved."""
    colleague = world.people["colleague"]
    followed = [following.follow(target=each, by=colleague) for each in (world.practices["published"], topic)]
    search = following.save_search(asked={"q": ["huddle"]}, name="Huddles", by=colleague)
    world.addresses |= {
        "something followed": {"pk": followed[0].pk},
        "a saved search": {"pk": search.pk},
        "a link to stop mails": {"token": OF_ALERTS.token(colleague.pk)},
    }


def _add_follow_ups(world, theirs, place):
    """Of a team that uses what is published: one that waits for its answer, and two that are answered."""
    published = world.practices["published"]
    adoption = AdoptionFactory(
        practice=published, organisation=theirs, place=place, team="Home team", lead=world.people["stranger"]
    )
    waiting = FollowUpFactory(adoption=adoption)
    said = {"better": "Fewer people wait.", "may_quote": True, "told_more_at": timezone.now()}
    thanked = {"thanked_by": world.people["author"], "thanked_at": timezone.now()}
    report = FollowUpFactory(adoption=adoption, due_on=date(2026, 7, 1), answered=True, **said)
    stalled = FollowUpFactory(adoption=adoption, due_on=date(2026, 1, 29), answered=True, answer="stopped", **thanked)
    world.addresses |= {
        "a follow-up’s link": {"token": links.token(waiting)},
        "a link that was used": {"token": links.token(report)},
        "a link to add to it": {"token": links.token(stalled, links.TELLING_MORE)},
        "what a team is asked": {"pk": adoption.pk},
        "a report": {"slug": published.slug, "pk": report.pk},
    }


def _add_collections(world, ours):
    """A collection of the author's that a colleague reads, and a report of “ours” that the author began."""
    published, changed, people = world.practices["published"], world.practices["changed"], world.people
    kept = CollectionFactory(owner=people["author"], practices=[published], readers=[people["colleague"]])
    report = OptionsReportFactory(
        slug="a-report",
        organisation=ours,
        begun_by=people["author"],
        practices=[published, changed],
        left_out=[world.practices["process"]],
    )
    first, _second, left_out = report.options.order_by("pk")
    of_it = {"slug": report.slug}
    world.addresses |= {
        "a collection": {"pk": kept.pk},
        "who reads a collection": {"pk": kept.pk, "user": people["colleague"].pk},
        "a saved practice": {"pk": kept.pk, "slug": published.slug},
        "an options report": of_it,
        "a recommendation": of_it | {"section": "recommendation"},
        "notes in a report": of_it | {"section": first.section},
        "an option": of_it | {"pk": first.pk},
        "a left-out option": of_it | {"pk": left_out.pk},
        "who writes a report": of_it | {"pk": people["author"].pk},
    }


def _add_shadowing(world, ours, theirs):
    """What the author offers, and how far it is; who asks is a stranger from the other organisation."""
    offered = {"posted_by": world.people["author"], "organisation": ours, "practice": world.practices["published"]}
    answered = {"other": world.people["stranger"], "other_organisation": theirs}
    rows = {
        "an offer": ShadowingFactory(**offered),
        "an answered offer": ShadowingFactory(**offered, **answered, asked=True),
        "an agreed offer": ShadowingFactory(**offered, **answered, agreed=True, rules="Sign in at the desk."),
        "a confirmed offer": ShadowingFactory(**offered, **answered, confirmed=True),
        "an offer that is over": ShadowingFactory(**offered, **answered, done=True),
    }
    world.addresses |= {name: {"pk": row.pk} for name, row in rows.items()}


def _newsletters(world):
    """A draft and one that was sent; the one that was sent."""
    sent = NewsletterFactory(sent=True)
    for letter in (sent, NewsletterFactory()):
        letter.items.create(kind="new", practice=world.practices["published"], is_in=True, line="Read this first.")
    return sent


def _token(world):
    stranger = world.people["stranger"]
    api_tokens.make(name="Weekly figures", scope="mine", days=30, by=stranger)
    return stranger.api_tokens.get()


def _authorship(world, practice, person):
    return Practice.objects.get(slug=world.practices[practice].slug).authorships.get(user=world.people[person])
