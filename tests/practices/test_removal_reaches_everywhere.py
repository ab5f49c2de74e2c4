"""Rule 8: what is taken away is gone everywhere. One practice goes the whole way, and everything is looked at.

Whoever adds a place where readers or programs meet practices adds it to PLACES_TO_LOOK.
"""

import io
from dataclasses import dataclass
from urllib.parse import quote
from zipfile import ZipFile

import pytest
from django.test import Client
from post_office.models import Email

from practices.actions import api_tokens, following, moderation, purging
from practices.alerts import news, sending
from practices.models import Pathway, Practice
from practices.oai.records import identifier_of
from practices.search import statistics
from practices.search.entries import index
from tests.factories import (
    CollectionFactory,
    ModeratorFactory,
    NeedAnswerFactory,
    NewsletterFactory,
    OptionsReportFactory,
    OrganisationFactory,
    PlaceFactory,
    PracticeFactory,
    TopicFactory,
    UserFactory,
)
from tests.world import undone

pytestmark = pytest.mark.django_db

# Words that stand in nothing else. The second is in the text alone, the first in the title and the address as well.
MARK, SAID = "Quokka", "Zebediah Quixwell"


MAIL = "mail about what somebody follows"


@dataclass(frozen=True)
class Place:
    """An address; `{slug}` is the practice's. `tells_retired`: what is retired stays there, marked."""

    address: str
    tells_retired: bool = True
    needs_account: bool = False


PLACES_TO_LOOK = [
    # Pages
    Place("/", tells_retired=False),
    Place("/practices/"),
    Place("/practices/?q=quokka"),
    Place("/practices/?q=" + quote(SAID)),
    Place("/practices/suggest/?q=quok"),
    Place("/practices/{slug}/"),
    Place("/practices/{slug}/history/"),
    Place("/practices/{slug}/history/1/"),
    Place("/practices/{other}/"),  # others that are like it
    Place("/places/northbridge/"),
    Place("/topics/carers/"),
    Place("/pathways/caring/", tells_retired=False),
    Place("/organisations/northbridge-council/"),
    Place("/practices/{slug}/sheet/"),
    Place("/practices/{slug}/card.png", tells_retired=False),
    Place("/newsletters/{newsletter}/", tells_retired=False),
    Place("/practices/compare/?p={slug}&p={other}"),
    # What somebody has kept; a visitor, in the browser
    Place("{kept}"),
    # What somebody was told who looked for it
    Place("/needs/{need}/", needs_account=True),
    Place("/account/following/", needs_account=True),
    # Mail about what somebody follows, as it would leave now
    Place(MAIL, needs_account=True),
    Place("/reports/{report}/", needs_account=True),
    Place("/reports/{report}/compare/", needs_account=True),
    Place("/reports/{report}/report.docx", needs_account=True),
    Place("/reports/{report}/report.csv", needs_account=True),
    # Feeds and what search engines are told
    Place("/feeds/latest.atom"),
    Place("/feeds/topics/carers.atom"),
    Place("/feeds/places/northbridge.atom"),
    Place("/feeds/organisations/northbridge-council.atom"),
    Place("/feeds/search/?q=quokka"),
    Place("/sitemap.xml"),
    # For programs
    Place("/api/v1/practices/?limit=100"),
    Place("/api/v1/practices/?q=quokka"),
    Place("/api/v1/practices/?topic=carers&place=northbridge"),
    Place("/api/v1/practices/{slug}/"),
    Place("/practices/export.csv"),
    Place("/practices/export.jsonl"),
    Place("/practices/export.csv?q=quokka"),
    Place("/oai/?verb=ListRecords&metadataPrefix=oai_dc", tells_retired=False),
    Place("/oai/?verb=ListRecords&metadataPrefix=oai_dc&set=carers", tells_retired=False),
    Place("/oai/?verb=GetRecord&metadataPrefix=oai_dc&identifier={record}", tells_retired=False),
]


class Walk:
    def __init__(self):
        self.organisation = OrganisationFactory(name="Northbridge Council", slug="northbridge-council")
        traits = {
            "state": "published",
            "organisation": self.organisation,
            "revision__places": [PlaceFactory(short_name="Northbridge")],
            "revision__topics": [TopicFactory(name="Carers", slug="carers")],
        }
        self.practice = PracticeFactory(
            slug="hold-a-quokka-huddle",
            revision__title="Hold a Quokka huddle",
            revision__summary="A Quokka meets at the board each morning.",
            revision__what_we_do=f"We saw {SAID} twice a week at the whiteboard.",
            **traits,
        )
        self.other = PracticeFactory(slug="meet-daily", revision__title="Meet daily at the board", **traits)
        self.moderator = ModeratorFactory()
        statistics.refresh()
        colleague, stranger = (
            UserFactory(organisation=self.organisation),
            UserFactory(organisation=OrganisationFactory()),
        )
        self.readers = {"visitor": Client(), "stranger": Client(), "colleague": Client()}
        self.readers["stranger"].force_login(stranger)
        self.readers["colleague"].force_login(colleague)
        self.kept, self.reports = {"visitor": "/collections/"}, {}
        self.readers["visitor"].post(f"/practices/{self.practice.slug}/save/")
        for name, person in (("stranger", stranger), ("colleague", colleague)):
            self.kept[name] = CollectionFactory(owner=person, practices=[self.practice]).get_absolute_url()
            both = [self.practice, self.other]
            self.reports[name] = OptionsReportFactory(organisation=person.organisations[0], practices=both).slug
        self.need = NeedAnswerFactory(need__is_shared=True, kind="practice", practice=self.practice, words="").need
        pathway = Pathway.objects.create(name="Caring", slug="caring")
        pathway.stages.create(name="First days", position=1).topics.set(traits["revision__topics"])
        self.newsletter = NewsletterFactory(sent=True)
        self.newsletter.items.create(kind="new", practice=self.practice, is_in=True)
        self.card = self.readers["visitor"].get("/practices/hold-a-quokka-huddle/card.png").content
        self.people = {"stranger": stranger, "colleague": colleague}
        for person in self.people.values():
            following.follow(target=self.practice, by=person)
            following.choose_rhythm(rhythm="at_once", by=person)
        self.tokens = {
            name: api_tokens.make(name="A test", scope="mine", days=30, by=person)
            for name, person in (("stranger", stranger), ("colleague", colleague))
        }

    def fresh(self):
        return Practice.objects.get(pk=self.practice.pk)

    def text(self, place, who):
        """What they are shown; an address that they typed themselves tells nothing."""
        if place.address == MAIL:
            return self.mail_to(self.people[who])
        about = {"slug": "hold-a-quokka-huddle", "other": self.other.slug, "record": identifier_of(self.practice.pk)}
        about |= {"kept": self.kept[who], "report": self.reports.get(who, ""), "need": self.need.pk}
        about["newsletter"] = self.newsletter.pk
        headers = {"Authorization": f"Bearer {self.tokens[who]}"} if who in self.tokens else {}
        answer = self.readers[who].get(place.address.format(**about), headers=headers)
        if answer.status_code in (404, 400):
            return ""
        data = answer.getvalue() if answer.streaming else answer.content
        if data.startswith(b"\x89PNG"):
            return MARK if data == self.card else ""  # a card of other words is another picture
        shown = (ZipFile(io.BytesIO(data)).read("word/document.xml") if data.startswith(b"PK") else data).decode()
        return shown.replace("q=quokka", "").replace('value="quokka"', "")

    def mail_to(self, person):
        """What they would be mailed now of what they follow, had something happened to it."""
        with undone():
            news.note("published", self.fresh())
            sending.send()
            return "\n".join(Email.objects.filter(to__contains=person.email).values_list("message", flat=True))

    def tellers(self, who, *marks):
        """The places that tell them of it, by its title, its address or its words."""
        return [place for place in places_of(who) if self.tells(place, who, marks or [MARK])]

    def tells(self, place, who, marks):
        shown = self.text(place, who)
        if "?q=" in place.address:  # a page of results repeats what was asked
            return "hold-a-quokka-huddle" in shown or "Hold a" in shown
        return any(mark.lower() in shown.lower() for mark in marks)


@pytest.fixture
def walk():
    return Walk()


def places_of(who):
    return [place for place in PLACES_TO_LOOK if who != "visitor" or not place.needs_account]


# These are of everybody and of no session, so a colleague meets there no more than a visitor.
FOR_EVERYBODY = ("/feeds/", "/sitemap.xml", "/oai/", "/newsletters/", "/practices/{slug}/card.png")


def test_a_practice_that_is_taken_away_is_gone_from_everywhere(walk):
    for who in walk.readers:
        assert walk.tellers(who) == places_of(who), "a place that tells nothing now would pass whatever came"

    revision = walk.fresh().published_revision
    revision.visibility = "organisation"
    revision.save()
    index(walk.fresh())
    assert walk.tellers("visitor") == []
    assert walk.tellers("stranger") == []
    of_a_session = [place for place in places_of("colleague") if not place.address.startswith(FOR_EVERYBODY)]
    assert walk.tellers("colleague") == of_a_session

    revision.visibility = "public"
    revision.save()
    index(walk.fresh())
    moderation.retire(practice=walk.fresh(), by=walk.moderator, because="outdated", why="It is old.")
    for who in ("visitor", "stranger"):
        assert walk.tellers(who) == [place for place in places_of(who) if place.tells_retired]

    moderation.restore(practice=walk.fresh(), by=walk.moderator)
    moderation.withhold(practice=walk.fresh(), by=walk.moderator, why="It names somebody.")
    assert walk.tellers("colleague") == []

    moderation.show_again(practice=walk.fresh(), by=walk.moderator)
    purging.purge(text=SAID, by=walk.moderator)
    purging.purge(text=MARK, by=walk.moderator)
    for who in walk.readers:
        assert walk.tellers(who, MARK, SAID, "Quixwell") == []
    # The practice itself is still there, without the words.
    assert "[…] huddle" in walk.text(Place("/practices/"), "visitor")
