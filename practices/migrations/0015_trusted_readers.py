import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0014_return_reason"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    ("submitted", "Submitted for review"),
                    ("published", "Published"),
                    ("returned", "Returned with suggestions"),
                    ("declined", "Declined"),
                    ("handed_over", "Handed over to you"),
                    ("retired", "Retired"),
                    ("restored", "Brought back"),
                    ("withheld", "Withheld from readers"),
                    ("purged", "Words removed by a moderator"),
                    ("shown_again", "Shown to readers again"),
                    ("commented", "New comment"),
                    ("replied", "New reply"),
                    ("endorsed", "New endorsement"),
                    ("comment_hidden", "Comment hidden"),
                    ("comment_shown", "Comment approved"),
                    ("endorsement_hidden", "Endorsement hidden"),
                    ("endorsement_shown", "Endorsement approved"),
                    ("asked_to_read", "Asked to read a draft"),
                    ("reader_noted", "A reader’s note"),
                    ("co_author", "You were added as a co-author"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="ReaderNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.CharField(max_length=20)),
                ("body", models.TextField(max_length=2000, verbose_name="note")),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reader_notes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reader_notes",
                        to="practices.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "reader’s note",
                "verbose_name_plural": "readers’ notes",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="TrustedReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trusted_readers",
                        to="practices.practice",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "trusted reader",
                "verbose_name_plural": "trusted readers",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("practice", "user"), name="trusted_reader_once")],
            },
        ),
    ]
