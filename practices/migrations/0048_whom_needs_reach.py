"""Authors of what comes near are asked, moderators told of what waits, and people who offer it written to: once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_write_count"),
        ("practices", "0047_drop_single_need_answer"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AskedAuthor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("noted_at", models.DateTimeField(auto_now_add=True)),
                ("mailed_at", models.DateTimeField(blank=True, null=True, verbose_name="asked")),
            ],
            options={
                "verbose_name": "asked author",
                "verbose_name_plural": "asked authors",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="need",
            name="passed_on_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="needanswer",
            name="written_to_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="the asker wrote to them"),
        ),
        migrations.AddField(
            model_name="askedauthor",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="askedauthor",
            name="need",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="asked_authors",
                to="practices.need",
                verbose_name="need",
            ),
        ),
        migrations.AddField(
            model_name="askedauthor",
            name="practice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="practices.practice",
                verbose_name="practice",
            ),
        ),
        migrations.AddIndex(
            model_name="askedauthor",
            index=models.Index(condition=models.Q(("mailed_at", None)), fields=["author"], name="asked_author_waiting"),
        ),
        migrations.AddConstraint(
            model_name="askedauthor",
            constraint=models.UniqueConstraint(fields=("need", "author"), name="asked_author_once_for_each_need"),
        ),
    ]
