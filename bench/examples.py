"""What the demonstration holds, as values for the arguments of routes: by the first word of the address."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.core import signing
from django.db.models import F

from accounts.models import Invitation, Membership, Organisation, Place, User
from practices import fact_check_links
from practices.choices import AdoptionStatus, AuditStatus
from practices.contacting import links as contact_links
from practices.following_up import links
from practices.lifecycle import Status
from practices.models import (
    Adoption,
    Alerts,
    ApiToken,
    Audit,
    Collection,
    Comment,
    ContactMessage,
    FactCheck,
    FollowUp,
    LawChange,
    Need,
    Newsletter,
    OptionsReport,
    Pathway,
    Practice,
    ReturnReason,
    SavedSearch,
    SearchEntry,
    Shadowing,
    Term,
    Topic,
)
from practices.reporting.sections import BY_KEY
from practices.sections import SCREENS
from practices.shadowing_lifecycle import ShadowingStatus
from practices.stop_links import OF_ALERTS, OF_THE_NEWSLETTER

NEWEST = "practice__published_revision__number"


def examples(demo_mails=()):
    """`demo_mails` are the names that /demo/mail/ lists: only the web server's process can read them all."""
    return {
        "practices": list(_practices()),
        "review": [*_practices(), *_suggested_topics(), *_terms(), *_needs(), *_reasons(), *_law()],
        "adoptions": list(_adoptions()),
        "fact-check": list(_fact_checks()),
        "follow-ups": list(_follow_ups()),
        "needs": list(_needs_of_members()),
        "alerts": list(_alerts()),
        "messages": list(_messages()),
        "shadowing": list(_shadowing()),
        "newsletters": list(_newsletters()),
        "places": list(_places()),
        "topics": list(_topics()),
        "pathways": [{"about": "pathway", "slug": pathway.slug} for pathway in Pathway.objects.all()],
        "feeds": list(_feeds()),
        "organisations": list(_organisations()),
        "account": list(_account()),
        "api": [row for row in _practices() if row["about"] in ("published", "draft")],
        "audits": list(_audits()),
        "collections": list(_collections()),
        "reports": list(_reports()),
        "demo": [{"about": "mail", "name": name} for name in demo_mails[:3]],
    }


def _practices():
    """One write-up in each state, the richest there is; a draft brings every section."""
    for about, practices in _states():
        practice = practices.order_by("-published_revision__number", "pk").first()
        if practice is None:
            continue
        yield {"about": about, "slug": practice.slug} | _parts(practice)
        if about == "draft":
            for section in SCREENS:
                yield {"about": about, "slug": practice.slug, "section": section.key}
    commented = Comment.objects.filter(status=Comment.Status.SHOWN).order_by("pk").first()
    if commented:
        yield {"about": "discussed", "slug": commented.practice.slug, "comments.pk": commented.pk}


def _states():
    everything = Practice.objects.all()
    published = everything.exclude(published_revision=None).filter(
        retired_at=None, withheld_at=None, from_public_sources=False
    )
    yield "published", published.filter(draft_revision=None)
    yield "library", everything.filter(from_public_sources=True, retired_at=None)
    yield "changing", published.exclude(draft_revision=None)
    yield "retired", everything.exclude(retired_at=None)
    yield "withheld", everything.exclude(withheld_at=None)
    unpublished = everything.filter(published_revision=None)
    for status in [Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.DECLINED]:
        yield status.value, unpublished.filter(draft_revision__status=status)


def _parts(practice):
    parts = {}
    numbers = sorted(practice.revisions.values_list("number", flat=True))
    parts["number"] = numbers[0]
    if len(numbers) > 1:
        parts |= {"a": numbers[0], "b": numbers[-1]}
    if co_author := practice.authorships.filter(is_lead=False).first():
        parts["authors.pk"] = co_author.pk
    if file := practice.attachments.first():
        parts["files.pk"] = file.pk
    if comment := practice.comments.first():
        parts["comments.pk"] = comment.pk
    if report := FollowUp.objects.answered().filter(adoption__practice=practice).first():
        parts["back.pk"] = report.pk
    if suggestion := practice.suggestions.first():
        parts["suggestions.pk"] = suggestion.pk
    if endorsement := practice.endorsements.first():
        parts["endorsements.pk"] = endorsement.pk
    return parts


def _places():
    filled = {pk for pks in SearchEntry.objects.values_list("place_ids", flat=True) for pk in pks}
    yield from _one_of_each(Place.objects.live(), filled)


def _topics():
    filled = {pk for pks in SearchEntry.objects.values_list("topic_ids", flat=True) for pk in pks}
    yield from _one_of_each(Topic.objects.curated(), filled)


def _suggested_topics():
    for about, topics in [("suggested", Topic.objects.suggested()), ("curated", Topic.objects.curated())]:
        if topic := topics.known_to_moderators().order_by("pk").first():
            yield {"about": about, "topics.pk": topic.pk}


def _terms():
    for kind in Term.Kind.values:
        if term := Term.objects.in_use().filter(kind=kind).order_by("pk").first():
            yield {"about": kind, "terms.pk": term.pk}


def _needs():
    """One that waits for a moderator; and of members, one with the answers and one that is closed."""
    for need in Need.objects.for_moderators()[:1]:
        yield {"about": "waiting", "needs.pk": need.pk}


def _needs_of_members():
    shared = Need.objects.filter(is_shared=True).order_by("pk")
    answered = shared.open().exclude(answers=None).distinct()
    for about, needs in {"open": answered, "closed": shared.exclude(closed_at=None)}.items():
        for need in needs[:1]:
            for kind, way in {"practice": "practice", "offer_to_write": "offer", "person": "person"}.items():
                answer = need.answers.filter(kind=kind).first()
                yield {"about": f"{about}, {way}", "pk": need.pk, "kind": way, "answer": answer.pk if answer else None}


def _reasons():
    for reason in ReturnReason.objects.order_by("pk")[:1]:
        yield {"about": "", "reasons.pk": reason.pk}


def _law():
    for change in LawChange.objects.order_by("pk")[:1]:
        yield {"about": "changed", "law.pk": change.pk, "title": change.title}


def _fact_checks():
    for check in FactCheck.objects.order_by("pk")[:1]:
        yield {"about": "partner", "token": signing.dumps(check.pk, salt=fact_check_links.SALT)}
    yield {"about": "wrong", "token": "no-such-token"}


def _adoptions():
    """One in each status, one that waits for a manager, and one whose write-up has changed since."""
    confirmed = Adoption.objects.confirmed()
    waiting = {"proposed": Adoption.objects.proposed(), "changed": confirmed.exclude(revision__number=F(NEWEST))}
    for about, adoptions in ({each: confirmed.filter(status=each) for each in AdoptionStatus.values} | waiting).items():
        for adoption in adoptions.order_by("pk")[:1]:
            briefing = adoption.briefings.first()
            yield {"about": about, "adoptions.pk": adoption.pk, "briefing": briefing.pk if briefing else None}


def _follow_ups():
    """The question, and what can be added to an answer."""
    for about, salt, rows in [
        ("waiting", links.ASKING, FollowUp.objects.filter(answered_at=None)),
        ("answered", links.TELLING_MORE, FollowUp.objects.answered().filter(told_more_at=None)),
    ]:
        for row in rows.order_by("pk")[:1]:
            yield {"about": about, "token": links.token(row, salt)}
    yield {"about": "wrong", "token": "no-such-token"}


def _alerts():
    """The link in a mail, of somebody who follows something."""
    for alerts in Alerts.objects.order_by("pk")[:1]:
        yield {"about": "following", "token": OF_ALERTS.token(alerts.pk)}
    yield {"about": "wrong", "token": "no-such-token"}


def _messages():
    for message in ContactMessage.objects.waiting().order_by("pk")[:1]:
        yield {"about": "waiting", "token": contact_links.token(message)}
    yield {"about": "wrong", "token": "no-such-token"}


def _newsletters():
    for letter in Newsletter.objects.sent()[:1]:
        yield {"about": "sent", "newsletters.pk": letter.pk}
    for person in User.objects.filter(is_staff=False).order_by("pk")[:1]:
        yield {"about": "somebody", "token": OF_THE_NEWSLETTER.token(person.pk)}
    yield {"about": "wrong", "token": "no-such-token"}


def _shadowing():
    """One in each state that the demonstration has."""
    for status in ShadowingStatus.values:
        for row in Shadowing.objects.filter(status=status).order_by("pk")[:1]:
            yield {"about": status, "shadowing.pk": row.pk}


def _feeds():
    for kind in [_places, _topics, _organisations]:
        yield from ({"about": f"{kind.__name__} {row['about']}", "slug": row["slug"]} for row in kind())
    yield {"about": "calendar", "secret": "no-such-secret"}


def _organisations():
    filled = set(SearchEntry.objects.values_list("shown_organisation_id", flat=True))
    yield from _one_of_each(Organisation.objects.all(), filled)
    for member in Membership.objects.managers().select_related("organisation").order_by("pk")[:3]:
        invitation = Invitation.objects.open().filter(organisation=member.organisation).first()
        yield {
            "about": f"managed {member.organisation.slug}",
            "slug": member.organisation.slug,
            "members.pk": member.pk,
            # Where nobody is invited, an invitation that is gone.
            "invitations.pk": invitation.pk if invitation else 0,
        }


def _one_of_each(rows, filled):
    for about, some in [("full", rows.filter(pk__in=filled)), ("empty", rows.exclude(pk__in=filled))]:
        if row := some.order_by("pk").first():
            yield {"about": about, "slug": row.slug}


def _audits():
    for status in AuditStatus.values:
        audit = Audit.objects.filter(status=status).order_by("-pk").first()
        if audit is None:
            continue
        example = {"about": status, "audits.pk": audit.pk, "slug": audit.practice.slug}
        if case := audit.cases.filter(unusable_because="").order_by("ordinal").first():
            example["ordinal"] = case.ordinal
        if finding := audit.findings.first():
            example["finding"] = finding.pk
        yield example
    for adoption in Adoption.objects.confirmed().order_by("pk")[:1]:
        yield {"about": "adopted", "adoption.pk": adoption.pk}


def _collections():
    for collection in Collection.objects.order_by("pk")[:1]:
        saved, reader = collection.saved.order_by("pk").first(), collection.readers.first()
        yield {
            "about": "shared" if collection.organisation_id else "own",
            "collections.pk": collection.pk,
            "slug": saved.practice.slug if saved else None,
            "user": reader.pk if reader else None,
        }


def _reports():
    for report in OptionsReport.objects.order_by("pk")[:1]:
        example = {"about": "a paper", "slug": report.slug}
        sections = list(BY_KEY)
        if option := report.options.options().first():
            example |= {"options.pk": option.pk, "editors.pk": report.begun_by_id}
            sections.append(option.section)
        yield example
        yield from ({"about": key, "slug": report.slug, "section": key} for key in sections)


def _account():
    for address in EmailAddress.objects.filter(user__is_staff=False).select_related("user").order_by("pk")[:1]:
        reset = {"uidb36": user_pk_to_url_str(address.user), "key": default_token_generator.make_token(address.user)}
        yield {"about": ""} | reset
        yield {"about": "", "key": EmailConfirmationHMAC(address).key}
    yield {"about": "wrong", "uidb36": "0", "key": "no-such-key"}
    for invitation in Invitation.objects.open()[:1]:
        yield {"about": "", "token": invitation.token}
    yield {"about": "wrong", "token": "no-such-token"}
    for search in SavedSearch.objects.order_by("pk")[:1]:
        yield {"about": "saved", "searches.pk": search.pk, "following.pk": search.follows.first().pk}
    for token in ApiToken.objects.order_by("pk")[:1]:
        yield {"about": "", "tokens.pk": token.pk}
    for message in ContactMessage.objects.waiting().order_by("pk")[:1]:
        yield {"about": "waiting", "messages.pk": message.pk}
    for person in User.objects.filter(is_staff=False).order_by("pk")[:1]:
        yield {"about": "somebody", "erase.pk": person.pk}
    yield from ({"about": row["about"], "slug": row["slug"]} for row in _organisations())
