from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class TermQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(is_in_use=True)

    def of_pair(self, term, preferred):
        """The row that says this, in any case; there is one at most."""
        return self.filter(term__iexact=term, preferred__iexact=preferred)

    def with_words(self, words):
        return self.filter(models.Q(term__icontains=words) | models.Q(preferred__icontains=words))

    def leading_to(self, phrase):
        """Those by which a search for something else would look for this phrase, too.

        An abbreviation doesn't count for itself: it may have an older meaning and a present one.
        """
        both_ways = models.Q(term_query=phrase, kind=Term.Kind.VARIANT)
        return self.filter(models.Q(preferred_query=phrase) | both_ways)

    def alphabetical(self):
        return self.order_by(Lower("term"), Lower("preferred"), "pk")


# SQL of text whose hyphens between letters are spaces, so that “trauma-informed” and “trauma informed” are one phrase;
# PostgreSQL would look for the word with its hyphen as well.
SPACED = r"regexp_replace({text}, '([[:alpha:]])[-‐‑](?=[[:alpha:]])', '\1 ', 'g')"


def _phrase(field):
    """Its words by their stems, where they stand together: as search compares it with what is typed."""
    phrase = models.Func(
        field,
        template=f"phraseto_tsquery('english', {SPACED.format(text='%(expressions)s')})::text",
        output_field=models.TextField(),
    )
    return models.GeneratedField(expression=phrase, output_field=models.TextField(), db_persist=True)


class Term(models.Model):
    """A word that people type, and the one that write-ups use for the same thing.

    Search looks for `preferred` as well when somebody types `term`. Abbreviations and variants work the other
    way round, too; an older term is understood, and never looked for on its own account.
    """

    class Kind(models.TextChoices):
        ABBREVIATION = "abbreviation", _("Abbreviation")
        VARIANT = "variant", _("Another current name")
        OLDER = "older", _("Older term")

    term = models.CharField(_("what people type"), max_length=60)
    preferred = models.CharField(_("what it means"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)
    # One that the hub shipped stays as a row when moderators take it out, so that the next start leaves it out.
    is_in_use = models.BooleanField(_("in use"), default=True)
    shipped_as = models.CharField(max_length=150, blank=True, editable=False)

    term_query = _phrase("term")
    preferred_query = _phrase("preferred")

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            models.UniqueConstraint(Lower("term"), Lower("preferred"), name="term_pair_once"),
            models.UniqueConstraint(
                fields=["shipped_as"], condition=~models.Q(shipped_as=""), name="term_shipped_once"
            ),
            models.CheckConstraint(
                name="term_means_something_else", condition=~models.Q(term__iexact=models.F("preferred"))
            ),
        ]

    def __str__(self):
        return f"{self.term} → {self.preferred}"
