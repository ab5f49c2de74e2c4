"""Import many write-ups from one file."""

from collections import Counter
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from accounts.models import Organisation, User
from practices.actions import bulk
from practices.bulk.checking import Checker
from practices.bulk.mapping import FieldMapping, read_mapping
from practices.bulk.planning import Outcome, plan
from practices.bulk.problems import BadFile
from practices.bulk.reading import read
from practices.models import Practice
from practices.search import statistics

OFTEN = 500  # rows between two lines about how far it has got
MOST_REMARKS = 20
LONGEST_SOURCE = Practice._meta.get_field("source").max_length


class Command(BaseCommand):
    help = (
        "Imports write-ups from a CSV or JSON Lines file, as drafts of their owner or published at once. All or "
        "nothing; safe to run again. docs/import.md says what a file may have."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a file that ends in .csv or .jsonl")
        parser.add_argument("--source", required=True, help="the name of the collection, which readers are told")
        parser.add_argument("--by", required=True, help="the e-mail address of the administrator who does this")
        parser.add_argument("--owner", help="the e-mail address of the author of rows that name none")
        parser.add_argument("--organisation", help="the organisation of rows that name none: its slug or name")
        parser.add_argument("--mapping", type=Path, help="a TOML or JSON file that says which column is which field")
        parser.add_argument("--publish", action="store_true", help="publish them, without a review")
        parser.add_argument("--dry-run", action="store_true", help="check everything, and write nothing")

    def handle(self, *args, file, source, publish, dry_run, **options):
        by = _person(options["by"], "--by")
        source = " ".join(source.split())
        if not 0 < len(source) <= LONGEST_SOURCE:
            raise CommandError(f"--source has to have 1 to {LONGEST_SOURCE} characters.")
        try:
            sheet = read(_bytes(file), file.name)
            path = options["mapping"]
            mapping = read_mapping(_bytes(path), path.name) if path else FieldMapping()
            checker = Checker(
                mapping.with_columns_of(sheet.columns),
                publishing=publish,
                owner=_person(options["owner"], "--owner") if options["owner"] else None,
                organisation=_organisation(options["organisation"]) if options["organisation"] else None,
            )
        except BadFile as error:
            self._stop(error.problems)
        write_ups = self._checked(checker, sheet.rows)
        if dry_run:
            planned = plan(write_ups, source=source, publish=publish)
            outcomes = Counter(each.outcome.value for each in planned)
            self._tell(outcomes, planned)
            self.stdout.write("Nothing was written: this was --dry-run.")
            return
        try:
            outcomes, left_alone = bulk.load(
                write_ups=write_ups, source=source, publish=publish, by=by, say=self._say_step
            )
        except PermissionDenied as error:
            raise CommandError(str(error)) from error
        self._tell(outcomes, left_alone)
        if publish and outcomes["added"] + outcomes["changed"]:
            self._say("Counting words for search …")
            statistics.refresh()

    def _checked(self, checker, rows):
        """The write-ups of all rows; stops where any of them is not right."""
        write_ups, problems, remarks = [], [], []
        for number, row in enumerate(rows, 1):
            checked = checker.check(row)
            problems += checked.problems
            remarks += checked.remarks
            if checked.write_up:
                write_ups.append(checked.write_up)
            if number % OFTEN == 0 or number == len(rows):
                self._say(f"Checked: {number:,} of {len(rows):,}")
        for remark in remarks[:MOST_REMARKS]:
            self._say(f"Worth a look: {remark}")
        if len(remarks) > MOST_REMARKS:
            self._say(f"Worth a look: {len(remarks) - MOST_REMARKS:,} more like these")
        if problems:
            self._stop(problems)
        return write_ups

    def _stop(self, problems):
        for problem in problems:
            self._say(str(problem))
        rows = len({problem.line for problem in problems if problem.line})
        raise CommandError(
            f"Nothing was imported. Rows that are not right: {rows:,}" if rows else "Nothing was imported."
        )

    def _tell(self, outcomes, planned):
        for each in planned:
            if each.why:
                write_up = each.write_up
                self._say(f"Left alone: line {write_up.line}, {write_up.ref}: {each.why.label}")
        told = ", ".join(f"{outcomes[outcome.value]:,} {outcome.label.lower()}" for outcome in Outcome)
        self.stdout.write(f"{told}.")

    def _say_step(self, step, number):
        if number % OFTEN == 0:
            self._say(f"{step.capitalize()}: {number:,}")

    def _say(self, text):
        self.stderr.write(text)


def _bytes(path):
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error


def _person(email, option):
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise CommandError(f"{option}: nobody has an open account with the address {email}.")
    return person


def _organisation(name):
    organisation = Organisation.objects.filter(Q(slug=name) | Q(name__iexact=name)).order_by("pk").first()
    if organisation is None:
        raise CommandError(f"--organisation: the hub knows none called {name}.")
    return organisation
