"""Visitors' pages are drawn anew once other figures of places are loaded."""

from django.db import migrations

WATCHED = ("accounts_placeindicator", "accounts_placeindicatorset")
WATCH = """
CREATE TRIGGER content_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION note_content_change()
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_place_indicators"), ("practices", "0055_newsletter_is_watched")]

    operations = [
        migrations.RunSQL(WATCH.format(table=table), f"DROP TRIGGER content_change ON {table}") for table in WATCHED
    ]
