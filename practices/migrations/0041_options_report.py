"""Papers in which an organisation weighs up practices: options, searches, and who saved what."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_write_count"),
        ("practices", "0040_collections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OptionsReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=30, unique=True)),
                ("question", models.CharField(max_length=200, verbose_name="the question")),
                ("how_searched", models.TextField(blank=True, max_length=6000, verbose_name="how we searched")),
                ("fit", models.TextField(blank=True, max_length=6000, verbose_name="how they would fit our place")),
                ("recommendation", models.TextField(blank=True, max_length=6000, verbose_name="recommendation")),
                ("next_steps", models.TextField(blank=True, max_length=6000, verbose_name="next steps")),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "begun_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reports_begun",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "editors",
                    models.ManyToManyField(blank=True, related_name="reports_to_write", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="options_reports",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.place",
                    ),
                ),
            ],
            options={
                "verbose_name": "options report",
                "verbose_name_plural": "options reports",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(blank=True, verbose_name="words looked for")),
                ("filters", models.TextField(blank=True, verbose_name="filters")),
                ("asked", models.JSONField(default=dict, verbose_name="the address")),
                ("hits", models.PositiveIntegerField()),
                ("searched_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="searches",
                        to="practices.optionsreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "search in a report",
                "verbose_name_plural": "searches in reports",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportOption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("copied_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("notes", models.JSONField(blank=True, default=dict, verbose_name="our notes")),
                ("is_left_out", models.BooleanField(default=False)),
                ("left_out_why", models.TextField(blank=True, max_length=1000, verbose_name="why it was left out")),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="practices.practice"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="options",
                        to="practices.optionsreport",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="practices.revision"
                    ),
                ),
            ],
            options={
                "verbose_name": "option in a report",
                "verbose_name_plural": "options in reports",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "practice"), name="report_option_once_for_each_report"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_left_out", False), ("left_out_why", "")),
                            models.Q(("is_left_out", True), models.Q(("left_out_why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="report_option_left_out_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportSave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.CharField(max_length=30)),
                ("version", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="saves", to="practices.optionsreport"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("report", "section"), name="report_save_once")],
            },
        ),
    ]
