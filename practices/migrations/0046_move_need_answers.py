"""What a moderator answered becomes an answer among others. What was asked of moderators alone stays so."""

from django.db import migrations

MOVE = """
INSERT INTO practices_needanswer (need_id, by_id, at, kind, words, status, hidden_why)
SELECT id, answered_by_id, answered_at, 'moderator', answer, 'shown', ''
FROM practices_need WHERE answered_at IS NOT NULL
"""
BACK = """
UPDATE practices_need SET answer = told.words, answered_at = told.at, answered_by_id = told.by_id
FROM (SELECT DISTINCT ON (need_id) * FROM practices_needanswer WHERE kind = 'moderator' ORDER BY need_id, at, id) told
WHERE told.need_id = practices_need.id
"""


class Migration(migrations.Migration):
    dependencies = [("practices", "0045_needs_for_everybody")]

    operations = [migrations.RunSQL(MOVE, BACK)]
