"""Changes of law and guidance; visitors are told of them, so the table is watched like those of migration 0008."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

WATCH = """
CREATE TRIGGER content_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON practices_lawchange
FOR EACH STATEMENT EXECUTE FUNCTION note_content_change()
"""


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0019_reminder"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LawChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="act or guidance")),
                ("key", models.TextField(editable=False)),
                ("what_changed", models.CharField(max_length=300, verbose_name="what changed")),
                ("changed_on", models.DateField(verbose_name="changed on")),
                ("counts_from", models.DateTimeField()),
                ("marked_at", models.DateTimeField()),
                (
                    "marked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "change of law or guidance",
                "verbose_name_plural": "changes of law and guidance",
            },
        ),
        migrations.RunSQL(WATCH, "DROP TRIGGER content_change ON practices_lawchange"),
    ]
