"""How long an entry is in words, as often as they stand there, for BM25: it was how many different ones it has."""

from django.db import migrations, models

LENGTH = """
CREATE FUNCTION search_length(words tsvector) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(sum(cardinality(positions)), 0)::integer FROM unnest(words)
$$
"""
# Not of the same kind as the lengths that it is compared with, until words are counted again.
MEAN = """
UPDATE practices_searchcorpus
SET average_length = coalesce((SELECT avg(length) FROM practices_searchentry), average_length)
"""


class Migration(migrations.Migration):
    dependencies = [("practices", "0059_versions_of_blocks")]

    operations = [
        migrations.RunSQL(LENGTH, "DROP FUNCTION search_length(tsvector)"),
        migrations.AddField(
            model_name="searchentry",
            name="length",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func("search", function="search_length"),
                output_field=models.IntegerField(),
            ),
        ),
        migrations.RunSQL(MEAN, migrations.RunSQL.noop),
    ]
