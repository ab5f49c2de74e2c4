"""Bitmaps of what entries have, kept by PostgreSQL itself: however an entry is written or removed, they follow it."""

from django.db import migrations, models
from django.db.models.functions import Cast, Concat

import practices.models.search_bitmap

# In PL/pgSQL, which keeps the plan of its statement: to make that takes longer than to run it.
VALUES_OF = """
CREATE FUNCTION search_values_of(entry practices_searchentry) RETURNS TABLE (name text, value text)
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    IF entry.practice_id IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT 'scope', entry.scope
    UNION SELECT 'sector', entry.sector::text
    UNION SELECT 'stage', entry.stage::text
    UNION SELECT 'evidence', entry.evidence::text
    UNION SELECT 'kind', entry.kind::text
    UNION SELECT 'is_adopted', entry.is_adopted::text
    UNION SELECT 'who_for', unnest(entry.who_for)::text
    UNION SELECT 'setting', unnest(entry.setting)::text
    UNION SELECT 'topic_ids', unnest(entry.topic_ids)::text
    UNION SELECT 'place_ids', unnest(entry.place_ids)::text
    UNION SELECT 'regions', unnest(entry.regions)::text
    UNION SELECT 'word', word FROM practices_searchword
          WHERE keeps_bitmap AND word IN (SELECT unnest(tsvector_to_array(entry.search)))
    UNION SELECT 'hot', salient FROM unnest(tsvector_to_array(entry.hot)) AS salient
          JOIN practices_searchword ON word = split_part(salient, '^', 1) AND keeps_bitmap
    UNION SELECT 'phrase', known.value FROM practices_searchbitmap AS known
          WHERE known.name = 'phrase' AND block = -1 AND entry.search @@ known.value::tsquery;
END $$
"""

# Whoever writes entries holds this lock until their transaction ends, and takes it before any entry's own: two who
# write at once then wait for each other in one order, though their entries share rows of bitmaps.
LOCK = """
CREATE FUNCTION lock_search_bitmaps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7204103);
    RETURN NULL;
END $$
"""

# Only what has come or gone is written: an entry has some two hundred values.
KEEP = """
CREATE FUNCTION keep_search_bitmaps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was practices_searchentry := CASE WHEN TG_OP <> 'INSERT' THEN OLD END;
    entry practices_searchentry := CASE WHEN TG_OP <> 'DELETE' THEN NEW END;
    key bigint := coalesce(entry.practice_id, was.practice_id);
    at_block integer := key / 8192;
    at_bit integer := key % 8192;
    change record;
BEGIN
    FOR change IN
        SELECT coalesce(has.name, had.name) AS name, coalesce(has.value, had.value) AS value, had.name IS NULL AS is_new
        FROM search_values_of(entry) AS has FULL JOIN search_values_of(was) AS had USING (name, value)
        WHERE has.name IS NULL OR had.name IS NULL
        ORDER BY 1, 2
    LOOP
        IF change.is_new THEN
            INSERT INTO practices_searchbitmap AS known (name, value, block, bits)
            VALUES (change.name, change.value, at_block, set_bit(0::bit(8192), at_bit, 1))
            ON CONFLICT (name, value, block) DO UPDATE SET bits = set_bit(known.bits, at_bit, 1);
        ELSE
            UPDATE practices_searchbitmap SET bits = set_bit(bits, at_bit, 0)
            WHERE name = change.name AND value = change.value AND block = at_block;
        END IF;
    END LOOP;
    RETURN NULL;
END $$
"""

WHEN_WRITTEN = """
INSERT OR DELETE OR UPDATE OF visibility, organisation_id, sector, stage, evidence, kind, is_adopted, who_for, setting,
                              topic_ids, place_ids, regions, search, hot
ON practices_searchentry
"""
LOCK_BEFORE = f"""
CREATE TRIGGER search_bitmaps_lock BEFORE {WHEN_WRITTEN} FOR EACH STATEMENT EXECUTE FUNCTION lock_search_bitmaps()
"""
KEEP_AFTER = f"""
CREATE TRIGGER search_bitmaps_keep AFTER {WHEN_WRITTEN} FOR EACH ROW EXECUTE FUNCTION keep_search_bitmaps()
"""

FILL = """
INSERT INTO practices_searchbitmap (name, value, block, bits)
SELECT name, value, practice_id / 8192, bit_or(set_bit(0::bit(8192), (practice_id % 8192)::integer, 1))
FROM practices_searchentry AS entry, search_values_of(entry)
GROUP BY 1, 2, 3
"""


class Migration(migrations.Migration):
    dependencies = [("practices", "0006_search_log")]

    operations = [
        migrations.AddField(
            model_name="searchentry",
            name="scope",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        visibility="organisation",
                        then=Concat(models.Value("organisation:"), Cast("organisation_id", models.TextField())),
                    ),
                    default=models.F("visibility"),
                    output_field=models.TextField(),
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddField(
            model_name="searchword",
            name="keeps_bitmap",
            field=models.BooleanField(db_default=False),
        ),
        migrations.AddField(
            model_name="searchword",
            name="has_bitmap",
            field=models.BooleanField(db_default=False),
        ),
        migrations.RemoveField(model_name="searchword", name="tiers"),
        migrations.RemoveIndex(model_name="searchentry", name="search_entry_hot"),
        migrations.CreateModel(
            name="SearchBitmap",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "name", "value", "block", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.TextField()),
                ("value", models.TextField()),
                ("block", models.IntegerField()),
                ("bits", practices.models.search_bitmap.BitsField()),
            ],
            options={"indexes": [models.Index(fields=["block"], name="search_bitmap_block")]},
        ),
        # Room on each page for the next version of a row: publishing one write-up sets a bit in some two hundred.
        migrations.RunSQL("ALTER TABLE practices_searchbitmap SET (fillfactor = 75)", migrations.RunSQL.noop),
        migrations.RunSQL(VALUES_OF, "DROP FUNCTION search_values_of"),
        migrations.RunSQL(LOCK, "DROP FUNCTION lock_search_bitmaps"),
        migrations.RunSQL(KEEP, "DROP FUNCTION keep_search_bitmaps"),
        migrations.RunSQL(LOCK_BEFORE, "DROP TRIGGER search_bitmaps_lock ON practices_searchentry"),
        migrations.RunSQL(KEEP_AFTER, "DROP TRIGGER search_bitmaps_keep ON practices_searchentry"),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
