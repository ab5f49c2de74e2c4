"""A row for each statement that changes what visitors may see, written by PostgreSQL, whatever wrote the change."""

from django.db import migrations, models

NOTE = """
CREATE FUNCTION note_content_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO practices_contentchange DEFAULT VALUES;
    RETURN NULL;
END $$
"""
# Of these tables, what readers see; a list of columns keeps out what changes without their seeing it.
WATCHED = {
    "accounts_membership": "",
    "accounts_organisation": "",
    "accounts_organisation_places": "",
    "accounts_place": "",
    "accounts_user": "OF display_name, job_title, is_moderator, is_active, email",
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
WATCH = """
CREATE TRIGGER content_change AFTER INSERT OR DELETE OR UPDATE {columns} OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION note_content_change()
"""
# A draft is saved every few seconds and shows to nobody: only revisions that have been published count. That one is
# published stands in its practice as well.
WATCH_PUBLISHED = """
CREATE TRIGGER content_change AFTER DELETE OR UPDATE ON practices_revision
FOR EACH ROW WHEN (OLD.status IN ('published', 'retired')) EXECUTE FUNCTION note_content_change()
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_organisation_proposed_by"),
        ("practices", "0007_search_bitmaps"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContentChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
            ],
        ),
        migrations.RunSQL(NOTE, "DROP FUNCTION note_content_change"),
        *(
            migrations.RunSQL(WATCH.format(table=table, columns=columns), f"DROP TRIGGER content_change ON {table}")
            for table, columns in WATCHED.items()
        ),
        migrations.RunSQL(WATCH_PUBLISHED, "DROP TRIGGER content_change ON practices_revision"),
    ]
