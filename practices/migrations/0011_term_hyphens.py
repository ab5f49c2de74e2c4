"""What PostgreSQL makes of terms by itself is made anew: an expression cannot be changed, so the columns are."""

from django.db import migrations, models

PHRASE = "phraseto_tsquery('english', regexp_replace(%(expressions)s, '([[:alpha:]])[-‐‑](?=[[:alpha:]])', '\\1 ', 'g'))::text"


def phrase(of):
    return models.GeneratedField(
        db_persist=True,
        expression=models.Func(of, output_field=models.TextField(), template=PHRASE),
        output_field=models.TextField(),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0010_search_newest"),
    ]

    operations = [
        migrations.RemoveField("term", "term_query"),
        migrations.RemoveField("term", "preferred_query"),
        migrations.AddField("term", "term_query", phrase("term")),
        migrations.AddField("term", "preferred_query", phrase("preferred")),
    ]
