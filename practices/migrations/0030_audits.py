import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_write_count"),
        ("practices", "0029_adoptions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Audit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("team", models.CharField(blank=True, max_length=120, verbose_name="team")),
                (
                    "criteria_note",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="why the criteria differ from the write-up"
                    ),
                ),
                ("period_from", models.DateField(verbose_name="from")),
                ("period_to", models.DateField(verbose_name="to")),
                (
                    "cases_in_scope",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="number of cases"
                    ),
                ),
                (
                    "sample_size",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="how many to look at"
                    ),
                ),
                ("why_this_size", models.CharField(blank=True, max_length=300, verbose_name="why this many")),
                ("seed", models.CharField(blank=True, max_length=64, verbose_name="seed")),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "Being set up"), ("scoring", "Being scored"), ("finished", "Finished")],
                        default="planned",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("set_up_at", models.DateTimeField(auto_now_add=True)),
                ("sampled_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "release",
                    models.CharField(
                        choices=[("nothing", "Nothing"), ("checked", "That it was checked"), ("result", "The result")],
                        default="nothing",
                        max_length=10,
                        verbose_name="what others are told",
                    ),
                ),
                ("due_again", models.DateField(blank=True, null=True, verbose_name="due again")),
                (
                    "adoption",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="audits",
                        to="practices.adoption",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="audits", to="accounts.organisation"
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="audits", to="practices.practice"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="audits", to="practices.revision"
                    ),
                ),
                (
                    "set_up_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "audit",
                "verbose_name_plural": "audits",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="AuditCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ordinal", models.PositiveIntegerField()),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "unusable_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_found", "The record cannot be found"),
                            ("not_in_scope", "It should not have been in the list"),
                            ("twice", "It is in the list twice"),
                            ("restricted", "The record is restricted"),
                            ("own", "Whoever checks worked on it"),
                        ],
                        max_length=15,
                        verbose_name="why it cannot be used",
                    ),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cases", to="practices.audit"
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replaced_by",
                        to="practices.auditcase",
                    ),
                ),
            ],
            options={
                "verbose_name": "case in a sample",
                "verbose_name_plural": "cases in samples",
                "ordering": ["audit", "ordinal"],
            },
        ),
        migrations.CreateModel(
            name="AuditChecker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_second", models.BooleanField(default=False)),
                ("share", models.PositiveSmallIntegerField(verbose_name="how many cases")),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="checkers", to="practices.audit"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="audit_seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "checker",
                "verbose_name_plural": "checkers",
                "ordering": ["audit", "is_second"],
            },
        ),
        migrations.CreateModel(
            name="AuditCriterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=200, verbose_name="what a colleague would see")),
                ("what_counts", models.CharField(blank=True, max_length=300, verbose_name="what counts as yes")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="where to look")),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="criteria", to="practices.audit"
                    ),
                ),
            ],
            options={
                "verbose_name": "criterion",
                "verbose_name_plural": "criteria",
                "ordering": ["audit", "position"],
            },
        ),
        migrations.CreateModel(
            name="AuditScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("yes", "Yes"),
                            ("partly", "Partly"),
                            ("no", "No"),
                            ("not_applicable", "Not applicable"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="practices.auditcase"
                    ),
                ),
                (
                    "checker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="practices.auditchecker"
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="practices.auditcriterion",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer about a case",
                "verbose_name_plural": "answers about cases",
                "ordering": ["case", "criterion", "checker"],
            },
        ),
        migrations.AddIndex(
            model_name="audit",
            index=models.Index(fields=["organisation", "-set_up_at"], name="audit_of_organisation"),
        ),
        migrations.AddConstraint(
            model_name="audit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sampled_at", None), ("seed", ""), ("status", "planned")),
                    models.Q(
                        models.Q(("status", "planned"), _negated=True),
                        models.Q(("seed", ""), _negated=True),
                        ("sampled_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="audit_sampled_from_a_seed",
            ),
        ),
        migrations.AddConstraint(
            model_name="audit",
            constraint=models.CheckConstraint(
                condition=models.Q(("finished_at", None), ("status", "finished"), _connector="XOR"),
                name="audit_finished_at_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="audit",
            constraint=models.CheckConstraint(
                condition=models.Q(("sample_size__gte", 1), ("sample_size__lte", models.F("cases_in_scope"))),
                name="audit_sample_is_of_its_cases",
            ),
        ),
        migrations.AddConstraint(
            model_name="audit",
            constraint=models.CheckConstraint(
                condition=models.Q(("period_from__lte", models.F("period_to"))), name="audit_period_ends"
            ),
        ),
        migrations.AddConstraint(
            model_name="audit",
            constraint=models.CheckConstraint(
                condition=models.Q(("release", "nothing"), ("status", "finished"), _connector="OR"),
                name="audit_released_once_finished",
            ),
        ),
        migrations.AddConstraint(
            model_name="auditcase",
            constraint=models.UniqueConstraint(fields=("audit", "ordinal"), name="case_drawn_once"),
        ),
        migrations.AddConstraint(
            model_name="auditcase",
            constraint=models.UniqueConstraint(fields=("audit", "position"), name="case_once_at_each_position"),
        ),
        migrations.AddConstraint(
            model_name="auditcase",
            constraint=models.CheckConstraint(condition=models.Q(("ordinal__gte", 1)), name="case_counted_from_one"),
        ),
        migrations.AddConstraint(
            model_name="auditcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("unusable_because__in", ["", "not_found", "not_in_scope", "twice", "restricted", "own"])
                ),
                name="case_unusable_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="auditchecker",
            constraint=models.UniqueConstraint(fields=("audit", "is_second"), name="checker_first_and_second"),
        ),
        migrations.AddConstraint(
            model_name="auditchecker",
            constraint=models.UniqueConstraint(fields=("audit", "user"), name="checker_checks_in_one_seat"),
        ),
        migrations.AddConstraint(
            model_name="auditcriterion",
            constraint=models.UniqueConstraint(fields=("audit", "position"), name="criterion_once_at_each_position"),
        ),
        migrations.AddConstraint(
            model_name="auditscore",
            constraint=models.UniqueConstraint(fields=("case", "criterion", "checker"), name="score_once"),
        ),
        migrations.AddConstraint(
            model_name="auditscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["yes", "partly", "no", "not_applicable"])), name="score_is_an_answer"
            ),
        ),
    ]
