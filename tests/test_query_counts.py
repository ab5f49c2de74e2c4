"""A list costs the same number of queries for 2 items and for more than any page shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from practices.actions import adoption as actions
from practices.actions import following
from practices.lifecycle import Status
from practices.models import (
    Adaptation,
    AuditCase,
    AuditChecker,
    Comment,
    ContactMessage,
    Notification,
    Report,
    ReportOption,
    SavedPractice,
    Specialism,
    UpstreamChoice,
)
from practices.search import statistics
from tests.factories import (
    AdoptionFactory,
    AuditFactory,
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
    RevisionFactory,
    ShadowingFactory,
    TermFactory,
    TopicFactory,
    UserFactory,
    give_endorsement,
    give_figures,
    publish_again,
)
from tests.world import client_of, one_transaction

FEW, MANY = 2, 20  # more than stand on one page of results

PAGES = {
    "start": ("start", {}),
    "all practices": ("practices", {}),
    "a search": ("practices", {}, "?q=huddle"),
    "a filtered search": ("practices", {}, "?q=huddle&topic=hospital-discharge&place=northbridge"),
    "suggestions": ("suggest", {}, "?q=huddle"),
    "all practices, for programs": ("api:practices", {}, "?limit=100"),
    "a search, for programs": ("api:practices", {}, "?q=huddle&limit=100"),
    "all organisations, for programs": ("api:organisations", {}, "?limit=100"),
    "records to harvest": ("oai", {}, "?verb=ListRecords&metadataPrefix=oai_dc"),
    "all places": ("places", {}),
    "a place": ("place", {"slug": "northbridge"}),
    "all topics": ("topics", {}),
    "a topic": ("topic", {"slug": "hospital-discharge"}),
    "what is adopted by places like mine first": ("practices", {}, "?q=huddle&sort=like_mine&like=northbridge"),
    "all pathways": ("pathways", {}),
    "a pathway": ("pathway", {"slug": "leaving-hospital"}),
    "all organisations": ("organisations", {}),
    "an organisation": ("organisation", {"slug": "northbridge-council"}),
    "its members": ("organisation_members", {"slug": "northbridge-council"}),
    "organisations by name": ("find_organisation", {}, "?q=Northbridge"),
    "feed of the latest": ("feed_latest", {}),
    "feed of a topic": ("feed_topic", {"slug": "hospital-discharge"}),
    "feed of a place": ("feed_place", {"slug": "northbridge"}),
    "feed of an organisation": ("feed_organisation", {"slug": "northbridge-council"}),
    "feed of a search": ("feed_search", {}, "?q=huddle&topic=hospital-discharge"),
    "one sheet": ("sheet", {"slug": "much-discussed"}),
    "what I have shared": ("recognition", {}),
    "what we have shared": ("organisation_recognition", {"slug": "northbridge-council"}),
    "sitemap": ("sitemap", {}),
    "my practices": ("my_practices", {}),
    "notifications": ("notifications", {}),
    "account": ("account", {}),
    "erasing an account": ("account_erase", {}),
    "blocked people": ("blocked_people", {}),
    "a review with what partners noted": ("review", {"slug": "in-review"}),
    "review queue": ("review_queue", {}),
    "comments to review": ("review_comments", {}),
    "topics I know": ("my_topics", {}),
    "topics to look after": ("review_topics", {}),
    "what is asked for": ("review_needs", {}),
    "what people ask for": ("needs", {}),
    "what I asked for": ("needs", {}, "?show=mine"),
    "a need with its answers": ("need", {"pk": 951}),
    "a newsletter": ("newsletter", {"pk": 951}),
    "what a newsletter can tell": ("review_newsletter", {}),
    "newsletters": ("newsletters", {}),
    "shadowing that is open": ("shadowings", {}),
    "my shadowing": ("shadowings_mine", {}),
    "messages I sent": ("messages", {}),
    "terms to look after": ("review_terms", {}, "?q=name"),
    "a practice with its discussion": ("practice", {"slug": "much-discussed"}),
    "who uses it": ("adopters", {"slug": "much-discussed"}),
    "what came of it": ("reports_back", {"slug": "much-discussed"}),
    "its history": ("history", {"slug": "much-discussed"}),
    "what we use and try": ("adoptions", {}),
    "what we use and try, on one page": ("adoptions_summary", {}),
    "what we use and try, as a table": ("adoptions_export", {}),
    "what is due in an organisation": ("organisation_due", {"slug": "northbridge-council"}),
    "the register of law": ("review_law", {}),
    "who cites a law": ("law_changed", {"title": "Care Act 2014"}),
    "my audits": ("audits", {}),
    "what can be checked": ("audit_new", {}),
    "an audit": ("audit", {"pk": 801}),
    "its grid": ("audit_score", {"pk": 801}),
    "a case of it": ("audit_case", {"pk": 801, "ordinal": 33}),
    "a finished audit": ("audit", {"pk": 802}),
    "collections": ("collections", {}),
    "what I follow": ("following", {}),
    "a collection": ("collection", {"pk": 901}),
    "reports": ("reports", {}),
    "a report": ("report", {"slug": "a-report"}),
    "options to add": ("report_add", {"slug": "a-report"}),
    "co-authors to choose from": ("authors", {"slug": "my-draft"}),
}


class Library:
    """A hub whose every list grows by the same number of items, each with rows of its own behind it."""

    def __init__(self):
        self.place = PlaceFactory(short_name="Northbridge")
        self.topic = TopicFactory(name="Hospital discharge", slug="hospital-discharge", is_pathway=True)
        PathwayFactory(name="Leaving hospital", topics=[self.topic])
        give_figures("population", {self.place: 700_000, PlaceFactory(): 600_000})
        self.ours = OrganisationFactory(name="Northbridge Council", slug="northbridge-council", places=[self.place])
        self.me = ModeratorFactory(manages=self.ours)
        self.discussed = PracticeFactory(slug="much-discussed", state="published", organisation=self.ours)
        self.practice(slug="my-draft", author=self.me)
        # Of words that many others have: for words that hardly any has, what is like it is looked for another way.
        self.in_review = PracticeFactory(
            slug="in-review", state="in_review", revision__title="Agree at the board", revision__topics=[]
        )
        self.need = NeedFactory(pk=951, is_shared=True)
        self.collection = CollectionFactory(pk=901, owner=self.me, practices=[self.discussed])
        self.report = OptionsReportFactory(slug="a-report", organisation=self.ours, begun_by=self.me)
        self.newsletters = [NewsletterFactory(pk=951, sent=True), NewsletterFactory()]
        self.client = client_of(self.me)
        self.add_audits()

    # What makes a write-up due for everything at once.
    due = {
        "revision__review_by": timezone.localdate(),
        "revision__law": [{"title": "Care Act 2014", "reference": "", "checked_on": ""}],
    }

    def add_audits(self):
        """One that is scored and one that is finished; the seed of the factory draws the 33rd case first."""
        self.adoption = AdoptionFactory(practice=self.discussed, organisation=self.ours, lead=self.me)
        of_it = {"adoption": self.adoption, "set_up_by": self.me, "checker": self.me}
        AuditFactory(pk=802, **of_it, state="finished")
        AuditFactory(pk=801, **of_it, state="scoring")

    def grow_audits(self):
        AuditFactory(adoption=self.adoption, set_up_by=self.me, checker=self.me)
        for audit in (801, 802):
            position = AuditCase.objects.filter(audit=audit).count()
            case = AuditCase.objects.filter(audit=audit, replaced_by=None).first()
            # A case that comes after the first answer has to be a replacement.
            AuditCase.objects.create(audit_id=audit, ordinal=1000 + position, position=position, replaces=case)
        AuditChecker.objects.filter(audit__in=(801, 802)).update(share=position + 1)

    def practice(self, **traits):
        places, topics = [self.place, PlaceFactory()], [self.topic, TopicFactory()]
        return PracticeFactory(revision__places=places, revision__topics=topics, **traits)

    def adopt_elsewhere(self):
        """Of the practice that is much discussed, with a changed step and a version of their own."""
        adoption = AdoptionFactory(practice=self.discussed, is_askable=True)
        actions.adapt(adoption=adoption, by=adoption.lead, steps=[(0, "changed", "Ring them", "Nobody reads letters")])
        self.practice(state="published", grown_from=self.discussed)

    def grow(self, number):
        for _ in range(number):
            of_colleagues = self.practice(
                state="published", organisation=self.ours, co_authors=[UserFactory()], **self.due
            )
            AdoptionFactory(practice=of_colleagues, organisation=self.ours, lead=self.me)
            self.grow_audits()
            self.practice(state="published", author=self.me, **self.due)
            self.practice(state="in_review")
            FactCheckFactory(revision=self.in_review.draft_revision)
            self.practice(state="published").published_revision.topics.add(TopicFactory(is_curated=False))
            CommentFactory(practice=of_colleagues, status=Comment.Status.WAITING)
            Notification.objects.create(recipient=self.me, kind=Notification.Kind.PUBLISHED, practice=of_colleagues)
            MembershipFactory(organisation=self.ours)
            MembershipFactory(organisation=self.ours, status=Membership.Status.REQUESTED)
            MembershipFactory(organisation=OrganisationFactory(), user=self.me)
            give_endorsement(self.discussed)
            self.adopt_elsewhere()
            FollowUpFactory(adoption__practice=self.discussed, answered=True)
            Report.objects.create(practice=of_colleagues, reporter=UserFactory(), reason="It names somebody.")
            TermFactory()
            LawChangeFactory()
            UserFactory(is_active=False, blocked_at=timezone.now(), blocked_why="Advertising.")
            Specialism.objects.create(user=self.me, topic=TopicFactory())
            NeedFactory()
            NeedFactory(asked_by=self.me)
            NeedFactory(is_shared=True, question="Who agrees at a huddle?", of_topics=[TopicFactory()])
            NeedAnswerFactory(need=self.need, kind="person", by=MembershipFactory(organisation=self.ours).user)
            NeedAnswerFactory(need=self.need, kind="practice", practice=of_colleagues)
            for letter in self.newsletters:
                letter.items.create(kind="new", practice=of_colleagues, is_in=True)
            NewsletterFactory(sent=True)
            ShadowingFactory(practice=of_colleagues, topic=self.topic)
            ShadowingFactory(asked=True, posted_by=self.me, organisation=self.ours)
            waits = {"step": "contact", "step_since": timezone.now()}
            ContactMessage.objects.create(practice=of_colleagues, sender=self.me, message="Who chairs?", **waits)
            CommentFactory(practice=self.discussed, parent=CommentFactory(practice=self.discussed))
            self.adopt(of_colleagues)
            SavedPractice.objects.create(collection=self.collection, practice=of_colleagues, note="Ask them.")
            CollectionFactory(owner=self.me, practices=[of_colleagues])
            for target in (of_colleagues, TopicFactory(), PlaceFactory()):
                following.follow(target=target, by=self.me)
            following.save_search(asked={"q": [of_colleagues.slug]}, name="A search", by=self.me)
            CollectionFactory(owner=MembershipFactory(organisation=self.ours).user, organisation=self.ours)
            OptionsReportFactory(organisation=self.ours, begun_by=self.me)
            why = {"is_left_out": True, "left_out_why": "It is too dear.", "notes": {"fit": "Ours is rural."}}
            revision = of_colleagues.published_revision
            ReportOption.objects.create(report=self.report, practice=of_colleagues, revision=revision, **why)
            RevisionFactory(
                practice=self.discussed,
                number=self.discussed.revisions.count() + 1,
                status=Status.PUBLISHED,
                published_at=timezone.now(),
            )

    def adopt(self, practice):
        """A team of ours takes it up, then takes a newer revision in which a step changed; one more waits."""
        adoption = AdoptionFactory(practice=practice, organisation=self.ours, team="Reablement", place=self.place)
        Adaptation.objects.create(adoption=adoption, position=0, step="Meet somewhere", made_of_it="kept")
        UpstreamChoice.objects.create(adoption=adoption, revision=adoption.revision, choice="take")
        publish_again(practice, steps=[{"text": "Meet outside", "essential": "yes"}])
        AuditFactory(adoption=adoption, state="finished")
        AdoptionFactory(practice=practice, organisation=self.ours, team="Night team", confirmed_at=None)

    def cost_of_each_page(self):
        return {name: self.queries_of(*page) for name, page in PAGES.items()}

    def queries_of(self, route, arguments, query=""):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = self.client.get(reverse(route, kwargs=arguments) + query)
            assert response.status_code == 200, f"{route}: {response.status_code}"
        return [query["sql"] for query in captured.captured_queries]


@pytest.fixture(scope="module")
def costs(django_db_setup, django_db_blocker):
    with one_transaction(django_db_blocker):
        library = Library()
        library.grow(FEW)
        statistics.refresh()
        few = library.cost_of_each_page()
        library.grow(MANY - FEW)
        statistics.refresh()
        many = library.cost_of_each_page()
        yield {name: (few[name], many[name]) for name in PAGES}


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_a_list_costs_the_same_for_2_items_and_for_20(costs, name):
    few, many = costs[name]
    repeated = [sql for sql in set(many) if many.count(sql) > 1 or (len(many) > len(few) and sql not in few)]
    assert len(many) == len(few), "\n".join(sorted(repeated)[:5])
