"""A write-up's whole way, from signing up to a colleague who finds it: with JavaScript, and by Tab alone without."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect
from post_office.models import Email

from practices.models import Practice
from tests.factories import (
    ModeratorFactory,
    OrganisationFactory,
    PlaceFactory,
    ReturnReasonFactory,
    TopicFactory,
    UserFactory,
)
from tests.journeys.keyboard import Keyboard, Straight

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AUTHOR = "asha.patel@northbridge.example"
PASSWORD = "seven kettles on a windowsill"
REASON = "What would you not do again? It is the part that colleagues elsewhere need most."
TITLE = "Hold a discharge huddle every morning"
OLD_SUMMARY = "Ward and social care agree each morning who goes home."
NEW_SUMMARY = "Ward and social care agree each morning, at the weekend too, who goes home."
# A word that stands in the body alone.
RARE_WORD = "whiteboard"


@pytest.fixture
def someone(browser, javascript, live_server):
    """`someone()` opens a browser of their own, and gives their keyboard."""
    contexts = []

    def someone():
        contexts.append(browser.new_context(java_script_enabled=javascript, base_url=live_server.url))
        contexts[-1].set_default_timeout(20_000)  # a machine that does other things beside is slow
        return (Straight if javascript else Keyboard)(contexts[-1].new_page())

    yield someone
    for context in contexts:
        context.close()


@pytest.fixture
def someone_signed_in(someone, sign_in):
    def someone_signed_in(user):
        keyboard = someone()
        sign_in(keyboard.page.context, user)
        return keyboard

    return someone_signed_in


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_team_writes_up_its_practice_and_a_colleague_finds_it(someone, someone_signed_in, javascript):
    place = PlaceFactory(short_name="Northbridge")
    PlaceFactory(short_name="Eastmoor", region="South East")
    OrganisationFactory(name="Northbridge Council", places=[place], domain="northbridge.example")
    TopicFactory(name="Hospital discharge")
    first, second = ModeratorFactory(display_name="Mira First"), ModeratorFactory(display_name="Sol Second")
    colleague = UserFactory(display_name="Cleo Colleague", organisation=OrganisationFactory())

    ReturnReasonFactory(section="learning", words=REASON)
    author = someone()
    sign_up(author)
    write_first_note(author)
    write_every_section(author)
    submit(author)

    moderator = someone_signed_in(first)
    take(moderator)
    moderator.choose("Return it with suggestions")
    moderator.unfold("What did not work")
    moderator.tick(REASON)
    moderator.press("Send the decision")
    expect(moderator.page.get_by_role("status")).to_contain_text("went back to its authors")

    author.open("/practices/mine/")
    author.follow(TITLE)
    expect(author.page.get_by_role("main")).to_contain_text("A moderator has read it and suggests")
    expect(author.page.get_by_role("main")).to_contain_text(REASON)
    author.follow("What did not work")
    author.type("What would you not do again?", "Reading the whole list aloud took twice as long.")
    author.press("Save and see all sections")
    submit(author)

    second_moderator = someone_signed_in(second)
    take(second_moderator)
    expect(second_moderator.page.locator("ins").first).to_contain_text("took twice as long")
    second_moderator.choose("Publish it")
    second_moderator.press("Send the decision")
    expect(second_moderator.page.get_by_role("status")).to_contain_text("is published")

    reader = someone_signed_in(colleague)
    find(reader)
    endorse_comment_and_write(reader)

    change_summary(author)
    visitor = someone()
    page_of_practice = Practice.objects.get().get_absolute_url()
    for review_passed in (False, True):
        visitor.open(page_of_practice)
        expect(visitor.page.get_by_role("main")).to_contain_text(NEW_SUMMARY if review_passed else OLD_SUMMARY)
        if not review_passed:
            take(moderator)
            moderator.choose("Publish it")
            moderator.press("Send the decision")


def sign_up(author):
    author.open("/")
    author.follow("Sign in")
    author.follow("Create an account")
    author.type("Your name", "Asha Patel")
    author.type("Job title", "Team manager")
    author.type("Work e-mail address", AUTHOR)
    author.type("Choose a password", PASSWORD)
    author.press("Create account")
    expect(author.page.get_by_role("heading", level=1)).to_have_text("Check your e-mail")
    [message] = mail.outbox
    author.open(re.search(r"/account/confirm-email/\S+", message.body)[0])
    author.press("Yes, confirm")
    author.open("/account/login/")
    author.type("Work e-mail address", AUTHOR)
    author.type("Password", PASSWORD)
    author.press("Sign in")
    expect(author.page.get_by_role("main")).to_contain_text("Northbridge Council")


def write_first_note(author):
    author.follow("Share yours")
    author.type("What do you do?", TITLE)
    author.type("What was happening before?", "People waited on the ward for days after they were ready to leave.")
    author.type("Who does what, and what got better?", OLD_SUMMARY)
    author.press("Save the note")
    expect(author.page.get_by_role("heading", level=1)).to_have_text(TITLE)


def write_every_section(author):
    """One section leads to the next, from the first to the last."""
    author.follow("In a few words")
    author.choose("Practice example")
    author.choose("Adults")
    author.tick("Older people")
    author.tick("Hospital")
    author.tick("Strengths-based")
    author.press("Save and continue")

    author.press("Save and continue")  # what was happening before, which the note has said

    author.type("What do you do?", f"The team meets at the {RARE_WORD} and agrees one next step for each person.")
    author.type("What is done", f"Meet at the {RARE_WORD}")
    author.type("What is done", "Name one next step for each person", nth=1)
    author.press("Add a step")
    author.type("What is done", "Ring the family before noon", nth=3)
    author.press("Remove Step 3")
    author.press("Save and continue")

    author.choose("Northbridge Council")
    author.type("Which team?", "Hospital discharge team")
    author.tick("Northbridge")
    author.type("Who", "The acute trust")
    author.type("Their part", "Its ward managers come to the huddle")
    author.press("Save and continue")

    author.choose("Running")
    author.type("Month", "5")
    author.type("Year", "2021")
    author.press("Save and continue")

    author.type("What can it not do without?", "Fifteen minutes of each ward manager’s morning.")
    author.type("What can you offer others?", "Come and watch one.")
    author.choose("No extra cost")
    author.type("Weeks", "1 to 2")
    author.type("What to do", "Agree the time and who comes")
    author.press("Save and continue")

    author.tick("We have not measured this yet")
    author.choose("Our experience")
    author.type("What did people who draw on care and support say?", "That they knew when they were going home.")
    author.type("Whom did it not reach, or not suit?", "People who leave at the weekend.")
    author.press("Save and continue")

    author.type("What would you not do again?", "Reading the whole list aloud.")
    author.type("What could go wrong", "Somebody goes home before it is safe")
    author.type("What guards against it", "A nurse can stop any discharge")
    author.press("Save and continue")

    author.type("It works best where …", "Ward and social care share a corridor.")
    author.type("Think twice if …", "Nobody can decide in the room.")
    author.type("What to do", "Watch somebody else’s huddle")
    author.type("What a colleague would see", "Everybody stands, and it ends on time")
    author.press("Save and continue")

    author.type("Act or guidance", "Care Act 2014")
    author.type("What it is", "The guidance")
    author.type("Web address", "https://www.example.org/guidance")
    author.type("Whose work did you adapt?", "The neighbouring county’s.")
    author.press("Save and continue")

    author.press("Continue")  # past the files, of which there are none

    author.type("Who can be asked?", "Hospital discharge team")
    author.type("Their role", "Team manager")
    author.type("Where should messages go?", "discharge.team@northbridge.example")
    author.type("How many messages a month can you take?", "4")
    author.press("Save and continue")

    author.choose("By name")
    author.choose("Everyone")
    author.tick("Hospital discharge")
    author.press("Save and continue")
    expect(author.page.get_by_role("main")).to_contain_text("Ready to submit")


def submit(author):
    author.press("Check your answers")
    author.tick("Nobody who draws on care and support")
    author.tick("Where somebody is quoted")
    author.tick("I have declared every interest")
    if author.page.get_by_label("What has changed?").count():
        author.type("What has changed?", "The weekend")
    author.press("Submit it to the moderators")
    expect(author.page.get_by_role("status")).to_contain_text("with the moderators now")


def take(moderator):
    moderator.open("/review/")
    moderator.follow(TITLE)
    moderator.press("Take it")


def find(reader):
    reader.open("/")
    reader.type("Search", RARE_WORD)
    reader.enter()
    expect(reader.page.get_by_role("main").locator("mark").first).to_have_text(RARE_WORD)
    if not reader.page.get_by_role("checkbox", name=re.compile("^Northbridge")).is_visible():
        reader.unfold("Place")
    reader.tick("Northbridge")
    reader.press("Apply filters")
    expect(reader.page.get_by_role("heading", name="1 write-up")).to_be_visible()
    reader.follow(TITLE)
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(TITLE)


def endorse_comment_and_write(reader):
    reader.press("Endorse it")
    reader.choose("I have seen it work")
    reader.type("Why, in a line", "I watched one: nobody waited for a form.")
    reader.press("Endorse it")
    expect(reader.page.get_by_role("main")).to_contain_text("nobody waited for a form")

    reader.type("Your comment", "Who stands in when the ward manager is away?")
    reader.press("Post the comment")
    expect(reader.page.get_by_role("main")).to_contain_text("Who stands in")

    reader.press("Write to them")
    reader.type("Your message", "May two of us come and watch on a Tuesday?")
    reader.press("Send the message")
    expect(reader.page.get_by_role("status")).to_contain_text("on its way")
    assert "come and watch on a Tuesday" in Email.objects.get(to="discharge.team@northbridge.example").message


def change_summary(author):
    author.open(Practice.objects.get().get_absolute_url())
    author.follow("Change this write-up")
    author.press("Start changing it")
    author.follow("In a few words")
    author.type("Who does what, and what got better?", NEW_SUMMARY)
    author.press("Save and see all sections")
    submit(author)
