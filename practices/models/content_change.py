"""That something has changed that visitors may see. PostgreSQL writes it by itself (migration 0008)."""

from django.db import connection, models


class ContentChangeManager(models.Manager):
    def version(self):
        """A text that is another one as soon as a change has been committed.

        Not the highest number: of two changes the later number may be committed first.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*), coalesce(sum(id), 0) FROM practices_contentchange")
            return "{}-{}".format(*cursor.fetchone())


class ContentChange(models.Model):
    """One row for each statement that changed a table of `WATCHED`. Rows are only ever added, so nobody waits."""

    objects = ContentChangeManager()

    def __str__(self):
        return str(self.pk)


# Of these tables, what readers see; a column list keeps out what changes without their seeing it.
WATCHED = {
    "accounts_membership": "",
    "accounts_organisation": "",
    "accounts_organisation_places": "",
    "accounts_place": "",
    "accounts_user": "display_name, job_title, is_moderator, is_active, email",
    "practices_authorship": "",
    "practices_comment": "",
    "practices_endorsement": "",
    "practices_oldslug": "",
    "practices_practice": "",
    "practices_searchcorpus": "",
    "practices_searchentry": "",
    "practices_term": "",
    "practices_topic": "",
}
# A draft is saved every few seconds and shows to nobody: only revisions that have been published count. That one is
# published stands in its practice as well.
WATCHED_ONCE_PUBLISHED = {"practices_revision": ("published", "retired")}
# What stands in these tables is on no page of a visitor's, or comes into it by one of the tables above.
NOT_SHOWN = {
    "accounts_auditevent",
    "accounts_invitation",
    "accounts_organisationdomain",
    "accounts_user_groups",
    "accounts_user_user_permissions",
    "practices_contactmessage",
    "practices_contentchange",
    "practices_handledform",
    "practices_notification",
    "practices_report",
    "practices_review",
    "practices_revision_places",
    "practices_revisiontopic",
    "practices_searchbitmap",
    "practices_searchlog",
    "practices_searchword",
    "practices_sectionsave",
    "practices_vocabularyword",
}
