"""Visitors' pages are drawn anew once what they say of checks, and of what teams suggested, has changed."""

from django.db import migrations

WATCHED = {
    "audit": "INSERT OR DELETE OR UPDATE OF release, status OR TRUNCATE",
    "pooledfigure": "INSERT OR DELETE OR UPDATE OR TRUNCATE",
    "suggestion": "INSERT OR DELETE OR UPDATE OR TRUNCATE",
}
WATCH = """
CREATE TRIGGER content_change AFTER {events} ON practices_{table}
FOR EACH STATEMENT EXECUTE FUNCTION note_content_change()
"""


class Migration(migrations.Migration):
    dependencies = [("practices", "0038_learning")]

    operations = [
        migrations.RunSQL(WATCH.format(table=table, events=events), f"DROP TRIGGER content_change ON practices_{table}")
        for table, events in WATCHED.items()
    ]
