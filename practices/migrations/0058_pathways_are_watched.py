"""Visitors' pages are drawn anew once a pathway has changed."""

from django.db import migrations

WATCHED = ("practices_pathway", "practices_pathwaystage", "practices_pathwaystage_topics")
WATCH = """
CREATE TRIGGER content_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION note_content_change()
"""


class Migration(migrations.Migration):
    dependencies = [("practices", "0057_pathways")]

    operations = [
        migrations.RunSQL(WATCH.format(table=table), f"DROP TRIGGER content_change ON {table}") for table in WATCHED
    ]
