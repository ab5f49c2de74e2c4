"""By whom practices are taken up, as marks on their entries with bitmaps of their own, instead of a yes or no."""

import django.contrib.postgres.fields
from django.db import migrations, models

VALUES_OF = """
CREATE OR REPLACE FUNCTION search_values_of(entry practices_searchentry) RETURNS TABLE (name text, value text)
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
    UNION SELECT {adopted}
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
BEFORE = VALUES_OF.format(adopted="'is_adopted', entry.is_adopted::text")
AFTER = VALUES_OF.format(adopted="'adopted', unnest(entry.adopted)::text")

WHEN_WRITTEN = """
INSERT OR DELETE OR UPDATE OF visibility, organisation_id, sector, stage, evidence, kind, {adopted}, who_for, setting,
                              topic_ids, place_ids, regions, search, hot
ON practices_searchentry
"""
LOCK_BEFORE = f"""
CREATE TRIGGER search_bitmaps_lock BEFORE {WHEN_WRITTEN} FOR EACH STATEMENT EXECUTE FUNCTION lock_search_bitmaps()
"""
KEEP_AFTER = f"""
CREATE TRIGGER search_bitmaps_keep AFTER {WHEN_WRITTEN} FOR EACH ROW
WHEN (current_setting('hub.bitmaps_by_block', true) IS DISTINCT FROM 'on')
EXECUTE FUNCTION keep_search_bitmaps()
"""
DROP = [
    "DROP TRIGGER search_bitmaps_lock ON practices_searchentry",
    "DROP TRIGGER search_bitmaps_keep ON practices_searchentry",
]
FORGET = "DELETE FROM practices_searchbitmap WHERE name IN ('is_adopted', 'adopted')"


def create(adopted):
    return [LOCK_BEFORE.format(adopted=adopted), KEEP_AFTER.format(adopted=adopted)]


class Migration(migrations.Migration):
    dependencies = [("practices", "0036_follow_up_steps")]

    operations = [
        migrations.RunSQL([*DROP, FORGET], [BEFORE, *create("is_adopted")]),
        migrations.RemoveField(model_name="searchentry", name="is_adopted"),
        migrations.AddField(
            model_name="searchentry",
            name="adopted",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60), default=list, size=None
            ),
        ),
        migrations.RunSQL([AFTER, *create("adopted")], [*DROP, FORGET]),
    ]
