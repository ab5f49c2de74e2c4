"""A version for each block of bitmaps, so that a process that has read those of the filters knows when to read again."""

from django.db import migrations, models

# No version comes twice, not even after a transaction was rolled back or a copy of the database put in its place.
KEEP = """
CREATE OR REPLACE FUNCTION keep_search_bitmaps() RETURNS trigger LANGUAGE plpgsql AS $$
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
    END LOOP;{and_then}
    RETURN NULL;
END $$
"""
WRITE_VERSION = """
    INSERT INTO practices_searchblock (block, version) VALUES (at_block, gen_random_uuid())
    ON CONFLICT (block) DO UPDATE SET version = excluded.version;"""
FILL = """
INSERT INTO practices_searchblock (block, version)
SELECT block, gen_random_uuid() FROM practices_searchbitmap WHERE block >= 0 GROUP BY block
"""


class Migration(migrations.Migration):
    dependencies = [("practices", "0058_pathways_are_watched")]

    operations = [
        migrations.CreateModel(
            name="SearchBlock",
            fields=[
                ("block", models.IntegerField(primary_key=True, serialize=False)),
                ("version", models.UUIDField()),
            ],
        ),
        migrations.RunSQL([KEEP.format(and_then=WRITE_VERSION), FILL], [KEEP.format(and_then="")]),
    ]
