"""A person who uses the keyboard alone: everything is reached by Tab, and pressed, chosen and typed from there."""

import re

MOST_TABS = 400
HAS_NO_FOCUS = "document.activeElement === document.body"


class Keyboard:
    def __init__(self, page):
        self.page = page

    def open(self, address):
        self.page.goto(address)

    def follow(self, name, within=None):
        """Press the link of that name, and wait for where it leads."""
        self._press((within or self.page).get_by_role("link", name=_beginning(name)).first)

    def press(self, name):
        """Press the button of that name, and wait for the page that answers."""
        self._press(self._button(name))

    def download(self, name):
        """Press the button of that name, and take the file that it answers with."""
        self._reach(self._button(name))
        with self.page.expect_download() as download:
            self.page.keyboard.press("Enter")
        return download.value

    def unfold(self, name):
        self._reach(self.page.locator("summary").filter(has_text=name).first)
        self.page.keyboard.press("Enter")

    def type(self, label, text, nth=0):
        """Replace what a field holds. `nth` counts the fields that share the label."""
        self._reach(self.page.get_by_label(_beginning(label)).and_(self.page.locator("input, textarea")).nth(nth))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def select(self, label, option):
        """Choose from a list by typing how the option begins."""
        box = self.page.get_by_label(_beginning(label)).and_(self.page.locator("select"))
        self._reach(box)
        self.page.keyboard.type(option)
        assert box.locator("option:checked").inner_text() == option, f"{option} cannot be chosen by keyboard"

    def tick(self, name):
        self._reach(self.page.get_by_role("checkbox", name=_beginning(name)).first)
        self.page.keyboard.press("Space")

    def choose(self, name, nth=0):
        """Choose a radio button: Tab leads into the group, the arrows to the one that is meant.

        `nth` counts the groups that have one of that name.
        """
        wanted = self.page.get_by_role("radio", name=name, exact=True).nth(nth)
        group = self.page.locator(f'input[type=radio][name="{wanted.get_attribute("name")}"]')
        self._reach(group.and_(self.page.locator(":checked")).or_(group).first, any_of=group)
        for _ in range(group.count()):
            if _has_focus(wanted):
                break
            self.page.keyboard.press("ArrowDown")
        if not wanted.is_checked():
            self.page.keyboard.press("Space")
        assert wanted.is_checked(), f"{name} cannot be chosen by keyboard"

    def enter(self):
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def _button(self, name):
        return self.page.get_by_role("button", name=name, exact=True).locator("visible=true").first

    def _press(self, target):
        self._reach(target)
        self.enter()

    def _reach(self, target, any_of=None):
        """Press Tab until the target has the focus (or any of a group of radio buttons, which is one stop)."""
        target.wait_for()
        accepted = [element.element_handle() for element in (any_of or target).all()]
        self._skip_to(target)
        for _ in range(MOST_TABS):
            if self.page.evaluate("accepted => accepted.includes(document.activeElement)", accepted):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} cannot be reached by the Tab key on {self.page.url}")

    def _skip_to(self, target):
        """At the top of a page, take the link past header and navigation, as people who use the keyboard do."""
        if self.page.evaluate(HAS_NO_FOCUS) and target.evaluate("element => element.closest('main') !== null"):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("document.activeElement.matches('.govuk-skip-link')"):
                self.page.keyboard.press("Enter")


def _has_focus(target):
    return target.evaluate("element => element === document.activeElement")


def _beginning(name):
    return re.compile(rf"^\s*{re.escape(name)}")


class Straight(Keyboard):
    """Somebody who goes to each thing at once, as with a mouse or a finger; that Tab leads there is another's test."""

    def _reach(self, target, any_of=None):
        target.wait_for()
        target.focus()


class Counting(Keyboard):
    """Counts what the person does: each link, button, box or field, and choosing the file."""

    interactions = 0

    def _reach(self, target, any_of=None):
        super()._reach(target, any_of)
        self.interactions += 1

    def choose_file(self, label, name, data):
        chooser = self.page.get_by_label(label)
        self._reach(chooser)
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        chooser.set_input_files({"name": name, "mimeType": kind, "buffer": data})
