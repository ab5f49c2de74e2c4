"""Needs may be shown to members, have topics and places, several answers, and an end."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_write_count"),
        ("practices", "0044_keep_search_vectors_in_the_row"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="need",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="closed"),
        ),
        migrations.AddField(
            model_name="need",
            name="closing_words",
            field=models.TextField(blank=True, max_length=500, verbose_name="what helped"),
        ),
        migrations.AddField(
            model_name="need",
            name="detail",
            field=models.TextField(blank=True, max_length=2000, verbose_name="what else to know"),
        ),
        migrations.AddField(
            model_name="need",
            name="hidden_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="need",
            name="hidden_why",
            field=models.CharField(blank=True, max_length=300, verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="need",
            name="is_shared",
            field=models.BooleanField(default=False, verbose_name="shown to members"),
        ),
        migrations.AddField(
            model_name="need",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.organisation",
                verbose_name="for",
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("helped", "An answer helped"),
                    ("elsewhere", "Found out in another way"),
                    ("withdrawn", "Withdrawn"),
                ],
                max_length=10,
                verbose_name="what became of it",
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="places",
            field=models.ManyToManyField(blank=True, related_name="needs", to="accounts.place", verbose_name="places"),
        ),
        migrations.AddField(
            model_name="need",
            name="shown_as",
            field=models.CharField(
                choices=[
                    ("name", "My name"),
                    ("organisation", "My organisation, without my name"),
                    ("member", "“A member”, without my name"),
                ],
                default="name",
                max_length=12,
                verbose_name="shown as",
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="topics",
            field=models.ManyToManyField(blank=True, related_name="needs", to="practices.topic", verbose_name="topics"),
        ),
        migrations.CreateModel(
            name="NeedAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="answered")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("practice", "A practice"),
                            ("offer_to_write", "An offer to write it up"),
                            ("person", "A person to talk to"),
                            ("moderator", "From a moderator"),
                        ],
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
                (
                    "status",
                    models.CharField(
                        choices=[("shown", "Shown"), ("hidden", "Hidden by a moderator")],
                        default="shown",
                        max_length=10,
                    ),
                ),
                ("hidden_why", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="need_answers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="practices.practice",
                        verbose_name="draft",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="practices.need",
                        verbose_name="need",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers_to_needs",
                        to="practices.practice",
                        verbose_name="practice",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a need",
                "verbose_name_plural": "answers to needs",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="need",
            name="helped_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="practices.needanswer",
                verbose_name="the answer that helped",
            ),
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(condition=models.Q(("closed_at", None)), fields=["asked_at"], name="need_open"),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("closing_words", ""), ("helped_by", None), ("outcome", "")),
                    models.Q(("closed_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="need_closed_with_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(("helped_by", None), ("outcome", "helped"), _connector="OR"),
                name="need_helped_by_an_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hidden_at", None), ("hidden_why", "")),
                    models.Q(("hidden_at__isnull", False), models.Q(("hidden_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="need_hidden_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="needanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "practice"), ("practice__isnull", False)),
                    models.Q(models.Q(("kind", "practice"), _negated=True), ("practice", None)),
                    _connector="OR",
                ),
                name="need_answer_names_a_practice_or_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="needanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("draft", None), ("kind", "offer_to_write"), _connector="OR"),
                name="need_answer_draft_is_offered",
            ),
        ),
        migrations.AddConstraint(
            model_name="needanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["practice", "offer_to_write"]),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="need_answer_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="needanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["offer_to_write", "person"]), _negated=True),
                    ("by__isnull", False),
                    _connector="OR",
                ),
                name="need_answer_is_offered_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="needanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "hidden"), _negated=True),
                    models.Q(("hidden_why", ""), _negated=True),
                    _connector="OR",
                ),
                name="need_answer_hidden_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="needanswer",
            constraint=models.UniqueConstraint(fields=("need", "practice"), name="need_answer_one_for_each_practice"),
        ),
        migrations.AddConstraint(
            model_name="needanswer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["offer_to_write", "person"])),
                fields=("need", "by", "kind"),
                name="need_answer_offered_once",
            ),
        ),
    ]
