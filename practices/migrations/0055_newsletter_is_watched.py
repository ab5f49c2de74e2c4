"""Visitors' pages are drawn anew once a newsletter is sent, or what it says has changed."""

from django.db import migrations

WATCHED = {
    "newsletter": "INSERT OR DELETE OR UPDATE OF is_draft, introduction, thanks OR TRUNCATE",
    "newsletteritem": "INSERT OR DELETE OR UPDATE OR TRUNCATE",
}
WATCH = """
CREATE TRIGGER content_change AFTER {events} ON practices_{table}
FOR EACH STATEMENT EXECUTE FUNCTION note_content_change()
"""


class Migration(migrations.Migration):
    dependencies = [("practices", "0054_newsletter")]

    operations = [
        migrations.RunSQL(WATCH.format(table=table, events=events), f"DROP TRIGGER content_change ON practices_{table}")
        for table, events in WATCHED.items()
    ]
