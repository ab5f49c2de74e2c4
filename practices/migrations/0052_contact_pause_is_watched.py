"""Visitors' pages are drawn anew once a contact takes a break, or ends it."""

from django.db import migrations

WATCH = """
CREATE TRIGGER content_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON practices_contactpause
FOR EACH STATEMENT EXECUTE FUNCTION note_content_change()
"""


class Migration(migrations.Migration):
    dependencies = [("practices", "0051_contact_steps")]

    operations = [migrations.RunSQL(WATCH, "DROP TRIGGER content_change ON practices_contactpause")]
