"""What harvesters are told of each write-up that has ever been public, kept by PostgreSQL whatever writes.

A record is stamped anew when its search entry says something else, and when what the entry does not hold changes: who
its authors are and how they and its organisation are called. Made again from the same words (`rebuild_search`), an
entry stamps nothing.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

# Of what is public and not retired, and of a moment: harvesters count in seconds.
IS_SHOWN = "{row}.visibility = 'public' AND NOT {row}.is_retired"
NOW = "date_trunc('second', clock_timestamp())"
DIGEST = """
md5(concat_ws('|', {row}.title, {row}.kind, {row}.sector, {row}.stage, {row}.evidence, {row}.who_for, {row}.setting,
              {row}.topic_ids, {row}.place_ids, {row}.regions, {row}.shown_organisation_id,
              extract(epoch FROM {row}.published_at), extract(epoch FROM {row}.changed_at), {row}.search))
"""
FUNCTION = f"""
CREATE FUNCTION note_for_harvest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' AND {IS_SHOWN.format(row="NEW")} THEN
        INSERT INTO practices_harvestrecord AS kept (practice_id, datestamp, is_deleted, topic_ids, digest)
        VALUES (NEW.practice_id, {NOW}, false, NEW.topic_ids, {DIGEST.format(row="NEW")})
        ON CONFLICT (practice_id) DO UPDATE SET datestamp = excluded.datestamp, is_deleted = false,
            topic_ids = excluded.topic_ids, digest = excluded.digest
        WHERE kept.is_deleted OR kept.digest <> excluded.digest;
    ELSE
        UPDATE practices_harvestrecord SET datestamp = {NOW}, is_deleted = true, digest = ''
        WHERE practice_id = coalesce(NEW.practice_id, OLD.practice_id) AND NOT is_deleted;
    END IF;
    RETURN NULL;
END $$
"""  # noqa: S608 - constants of ours alone
# Every writer of an entry sets `indexed_at`; what changes without it (who has taken it up) is not told.
TRIGGER = """
CREATE TRIGGER harvest AFTER INSERT OR DELETE OR UPDATE OF indexed_at ON practices_searchentry
FOR EACH ROW EXECUTE FUNCTION note_for_harvest()
"""
STAMP = f"""
CREATE FUNCTION stamp_for_harvest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE practices_harvestrecord SET datestamp = {NOW} WHERE NOT is_deleted AND practice_id IN (
        SELECT id FROM practices_practice WHERE TG_TABLE_NAME = 'accounts_organisation'
            AND organisation_id = coalesce(NEW.id, OLD.id)
        UNION ALL
        SELECT practice_id FROM practices_authorship WHERE TG_TABLE_NAME = 'accounts_user'
            AND user_id = coalesce(NEW.id, OLD.id)
    );
    RETURN NULL;
END $$
"""  # noqa: S608 - constants of ours alone
STAMP_AUTHORSHIP = f"""
CREATE FUNCTION stamp_authorship_for_harvest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE practices_harvestrecord SET datestamp = {NOW}
    WHERE NOT is_deleted AND practice_id = coalesce(NEW.practice_id, OLD.practice_id);
    RETURN NULL;
END $$
"""  # noqa: S608 - constants of ours alone
NAMES = """
CREATE TRIGGER harvest AFTER UPDATE OF {column} ON {table}
FOR EACH ROW WHEN (OLD.{column} IS DISTINCT FROM NEW.{column}) EXECUTE FUNCTION stamp_for_harvest()
"""
AUTHORS = """
CREATE TRIGGER harvest AFTER INSERT OR DELETE ON practices_authorship
FOR EACH ROW EXECUTE FUNCTION stamp_authorship_for_harvest()
"""
# What is public already; what was retired before this is no news to anybody, since nothing was harvested.
FILL = f"""
INSERT INTO practices_harvestrecord (practice_id, datestamp, is_deleted, topic_ids, digest)
SELECT practice_id, {NOW}, false, topic_ids, {DIGEST.format(row="entry")}
FROM practices_searchentry AS entry WHERE {IS_SHOWN.format(row="entry")}
ON CONFLICT (practice_id) DO NOTHING
"""  # noqa: S608 - constants of ours alone


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_write_count"), ("practices", "0042_api_tokens")]

    operations = [
        migrations.CreateModel(
            name="HarvestRecord",
            fields=[
                ("practice_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("datestamp", models.DateTimeField()),
                ("is_deleted", models.BooleanField(default=False)),
                (
                    "topic_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("digest", models.CharField(blank=True, default="", max_length=32)),
            ],
            options={
                "indexes": [models.Index(fields=["datestamp", "practice_id"], name="harvest_record_order")],
            },
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION note_for_harvest"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER harvest ON practices_searchentry"),
        migrations.RunSQL(STAMP, "DROP FUNCTION stamp_for_harvest"),
        migrations.RunSQL(STAMP_AUTHORSHIP, "DROP FUNCTION stamp_authorship_for_harvest"),
        *(
            migrations.RunSQL(NAMES.format(table=table, column=column), f"DROP TRIGGER harvest ON {table}")
            for table, column in {"accounts_user": "display_name", "accounts_organisation": "name"}.items()
        ),
        migrations.RunSQL(AUTHORS, "DROP TRIGGER harvest ON practices_authorship"),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
