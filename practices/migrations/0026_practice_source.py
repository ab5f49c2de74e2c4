from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0025_reader_may_take_over"),
    ]

    operations = [
        migrations.AddField(
            model_name="practice",
            name="source",
            field=models.CharField(blank=True, db_default="", default="", max_length=120, verbose_name="collection"),
        ),
        migrations.AddField(
            model_name="practice",
            name="source_ref",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="reference in the collection"
            ),
        ),
        migrations.AddField(
            model_name="practice",
            name="source_digest",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_ref", ""), _negated=True),
                fields=("source", "source_ref"),
                name="practice_imported_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", ""), ("source_ref", "")),
                    models.Q(("source", ""), _negated=True),
                    _connector="OR",
                ),
                name="practice_imported_from_a_collection",
            ),
        ),
    ]
