"""The panel that passes a write-up on, and the picture that other sites show beside a link to it."""

import io
import re
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from practices import share_card
from practices.actions import moderation, purging
from practices.search.entries import index
from practices.share_card import BOTTOM, LEFT, RIGHT, Face, draw, drawable, etag_of, face_of
from practices.sharing import LONGEST_POST, hashtags, share_of
from tests.factories import ModeratorFactory, PlaceFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db
FACE = Face("Hold a huddle", "Ward and social care agree each morning.", "London borough, London", "Practice Hub")


@pytest.fixture
def practice():
    return PracticeFactory(
        state="published",
        slug="hold-a-huddle",
        revision__title="Hold a huddle & go home",
        revision__topics=["Hospital discharge", "Carers’ breaks"],
        revision__places=[PlaceFactory(short_name="Quaggaton", kind="london_borough", region="London")],
    )


def page_of(client, practice):
    return client.get(practice.get_absolute_url()).content.decode()


# The panel


def test_each_link_begins_a_message_with_the_address_and_the_tags(practice):
    address = "http://testserver/practices/hold-a-huddle/"
    share = share_of(practice)
    links = {link.label: link.href for link in share.links}
    asked = {label: parse_qs(urlsplit(href).query) for label, href in links.items()}
    assert list(links) == ["E-mail", "Microsoft Teams", "LinkedIn", "Bluesky", "X"]
    assert links["E-mail"].startswith("mailto:?subject=Hold%20a%20huddle%20%26%20go%20home&body=")
    assert "\r\n" in asked["E-mail"]["body"][0]
    assert address in asked["E-mail"]["body"][0]
    assert asked["Microsoft Teams"] == {"href": [address], "msgText": ["Hold a huddle & go home"]}
    assert asked["LinkedIn"] == {"url": [address]}
    tags = "#ourwayofwork #HospitalDischarge #CarersBreaks"
    assert asked["Bluesky"] == {"text": [f"Hold a huddle & go home {address} {tags}"]}
    assert asked["X"]["hashtags"] == [tags.replace("#", "").replace(" ", ",")]
    assert share.words == f"Hold a huddle & go home {tags}"


def test_a_post_has_room_for_the_address_however_long_the_title_is(practice):
    practice.published_revision.title = "W" * 120
    practice.slug = "w" * 90
    post = unquote(share_of(practice).links[3].href.partition("text=")[2])
    assert len(post) <= LONGEST_POST
    assert post.startswith(f"{'W' * 120} http://testserver/practices/{'w' * 90}/ #ourwayofwork")


def test_tags_are_words_joined_each_with_a_capital_and_each_once():
    assert hashtags(["Our way of work", "Drugs and alcohol", "24/7 care", "…"]) == [
        "ourwayofwork",
        "DrugsAndAlcohol",
        "247Care",
    ]


def test_the_page_has_the_links_and_nothing_of_the_sites_that_they_lead_to(client, practice):
    page = page_of(client, practice)
    for link in share_of(practice).links:
        assert link.href in unescape(page)
    assert page.count('rel="noreferrer noopener"') == 5
    assert 'data-copy="Copy the link"' in page


@pytest.mark.parametrize(
    ("visibility", "who"),
    [
        ("staff", "Only staff of an organisation on the hub can open it"),
        ("organisation", "Only people of the organisation that shared it can open it"),
    ],
)
def test_what_is_not_public_has_its_address_alone_and_says_who_can_open_it(client, visibility, who):
    practice = PracticeFactory(state="published", revision__visibility=visibility)
    client.force_login(practice.authorships.get().user)
    page = page_of(client, practice)
    assert who in page
    assert f"http://testserver{practice.get_absolute_url()}</p>" in page
    for elsewhere in ("mailto:", "linkedin", "bsky", "x.com", "teams.microsoft", "og:image"):
        assert elsewhere not in page, elsewhere


def test_what_is_retired_is_not_offered_to_other_sites(client):
    page = page_of(client, PracticeFactory(state="retired"))
    assert "Everybody can open it. It is retired" in page
    assert "linkedin" not in page
    assert "og:image" not in page


# The picture


def test_the_page_names_its_picture_and_says_what_it_says(client, practice):
    page = page_of(client, practice)
    assert '<meta property="og:image" content="http://testserver/practices/hold-a-huddle/card.png">' in page
    alternative = "Hold a huddle &amp; go home. London borough, London. Shared on Practice Hub."
    assert f'<meta property="og:image:alt" content="{alternative}">' in page


def test_the_picture_says_title_summary_kind_of_place_and_region_alone(practice):
    revision = practice.published_revision
    assert face_of(practice) == Face(revision.title, revision.summary, "London borough, London", "Practice Hub")
    revision.shown_as = "region"
    assert face_of(practice).where == "London"
    revision.shown_as = "team"
    revision.places.add(PlaceFactory(kind="county", region="South East"))
    again = type(practice).objects.for_page().get(pk=practice.pk)
    assert face_of(again).where == "London, South East"


def test_the_picture_is_of_the_size_that_sites_ask_for_and_the_same_each_time(client, practice):
    first, second = (client.get(reverse("card", args=[practice.slug])) for _ in range(2))
    assert first["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(first.content)).size == (1200, 630)
    assert first.content == second.content == draw.__wrapped__(face_of(practice))


def ink_outside(picture):
    """Whether anything but the ground, and the stripe at the left, is drawn in the margins."""
    ground = picture.getpixel((600, 10))
    margins = [(21, 0, LEFT - 6, 630), (RIGHT + 6, 0, 1200, 630), (21, 0, 1200, 70), (21, BOTTOM + 12, 1200, 630)]
    return any(picture.crop(box).getcolors() != [(box_size(box), ground)] for box in margins)


def box_size(box):
    return (box[2] - box[0]) * (box[3] - box[1])


@settings(max_examples=6, deadline=None)
@given(st.text(max_size=120), st.text(max_size=300))
def test_whatever_is_written_stays_inside_the_picture(title, summary):
    assert not ink_outside(Image.open(io.BytesIO(draw(Face(title, summary, "Wales", "Practice Hub")))))


@pytest.mark.parametrize("letter", ["W", "Ŵ", "g", "W ", "漢"])
def test_the_longest_texts_stay_inside_the_picture(letter):
    said = [(letter * length)[:length] for length in (120, 300, 200, 100)]
    assert not ink_outside(Image.open(io.BytesIO(draw(Face(*said)))))


def test_a_letter_that_the_font_lacks_is_drawn_as_what_it_is_made_of_or_not_at_all():
    assert drawable("Tŷ cynnes: “ﬁrst”, 2½ 漢🙂\x07") == "Tŷ cynnes: “first”, 2½ "


def test_a_browser_that_has_the_picture_gets_it_again_only_when_it_says_something_else(client, practice):
    client.force_login(UserFactory())  # whose pages are not kept for visitors
    address = reverse("card", args=[practice.slug])
    first = client.get(address)
    assert first["Cache-Control"] == "no-cache"
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    practice.published_revision.title = "Another title"
    practice.published_revision.save()
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert etag_of(FACE) == etag_of(Face(*[getattr(FACE, name) for name in ("title", "summary", "where", "hub")]))


def retire(practice):
    moderation.retire(practice=practice, by=ModeratorFactory(), because="outdated", why="It is over.")


def withhold(practice):
    moderation.withhold(practice=practice, by=ModeratorFactory(), why="It names a street.")


def re_scope(practice):
    practice.published_revision.visibility = "staff"
    practice.published_revision.save()
    index(practice)


@pytest.mark.parametrize("change", [retire, withhold, re_scope])
def test_what_is_not_shared_any_more_has_no_picture_from_that_moment(client, practice, change):
    address = reverse("card", args=[practice.slug])
    etag = client.get(address)["ETag"]
    change(practice)
    assert client.get(address).status_code == 404
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 404
    for person in (practice.authorships.get().user, ModeratorFactory()):
        client.force_login(person)
        assert client.get(address).status_code == 404
        client.logout()


def test_words_that_were_purged_are_on_no_sheet_and_no_picture(client, practice):
    practice.published_revision.summary = "Zebediah Quixwell goes home."
    practice.published_revision.save()
    addresses = [reverse(route, args=[practice.slug]) for route in ("sheet", "card")]
    before = [client.get(address).content for address in addresses]
    assert b"Quixwell" in before[0]
    purging.purge(text="Zebediah Quixwell", by=ModeratorFactory())
    after = [client.get(address).content for address in addresses]
    assert b"Quixwell" not in after[0]
    assert after[1] != before[1]
    revision = practice.published_revision
    assert after[1] == draw(Face(revision.title, "[…] goes home.", "London borough, London", "Practice Hub"))


def test_a_practice_of_an_organisation_has_no_picture_for_its_members_either(client):
    practice = PracticeFactory(state="published", revision__visibility="organisation")
    client.force_login(practice.authorships.get().user)
    assert client.get(reverse("card", args=[practice.slug])).status_code == 404


def test_the_fonts_come_with_their_licence():
    assert "SIL Open Font License" in (share_card.FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert re.match(r"Atkinson", share_card.BOLD.name)
