"""Whoever writes very many entries at once may write their bitmaps a block at a time instead of bit by bit.

`search.bitmaps.written_by_block` says so for its own transaction, and writes the blocks at the end of it.
"""

from django.db import migrations

WHEN_WRITTEN = """
INSERT OR DELETE OR UPDATE OF visibility, organisation_id, sector, stage, evidence, kind, is_adopted, who_for, setting,
                              topic_ids, place_ids, regions, search, hot
ON practices_searchentry
"""
DROP = "DROP TRIGGER search_bitmaps_keep ON practices_searchentry"
KEEP_AFTER = f"""
CREATE TRIGGER search_bitmaps_keep AFTER {WHEN_WRITTEN} FOR EACH ROW
WHEN (current_setting('hub.bitmaps_by_block', true) IS DISTINCT FROM 'on')
EXECUTE FUNCTION keep_search_bitmaps()
"""
KEEP_ALWAYS = f"""
CREATE TRIGGER search_bitmaps_keep AFTER {WHEN_WRITTEN} FOR EACH ROW EXECUTE FUNCTION keep_search_bitmaps()
"""


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0026_practice_source"),
    ]

    operations = [migrations.RunSQL([DROP, KEEP_AFTER], [DROP, KEEP_ALWAYS])]
