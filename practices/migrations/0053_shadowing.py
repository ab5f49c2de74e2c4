import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_write_count"),
        ("practices", "0052_contact_pause_is_watched"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Shadowing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("offer", "I can show or teach something"),
                            ("ask", "I would like to see or learn something"),
                        ],
                        max_length=5,
                        verbose_name="kind",
                    ),
                ),
                ("skill", models.CharField(max_length=150, verbose_name="what is shown or learned")),
                ("details", models.TextField(blank=True, max_length=1000, verbose_name="details")),
                (
                    "form",
                    models.CharField(
                        choices=[("call", "A call"), ("half_day", "Half a day at their side"), ("visit", "A visit")],
                        max_length=8,
                        verbose_name="form",
                    ),
                ),
                ("when", models.CharField(blank=True, max_length=200, verbose_name="when it would suit")),
                ("until", models.DateField(verbose_name="listed until")),
                ("region", models.CharField(blank=True, max_length=40, verbose_name="region or nation")),
                ("rules", models.TextField(blank=True, max_length=300, verbose_name="rules of the place")),
                ("posted_at", models.DateTimeField(auto_now_add=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("asked", "Somebody has asked"),
                            ("agreed", "Agreed, to be confirmed"),
                            ("confirmed", "Confirmed"),
                            ("done", "Done"),
                            ("called_off", "Called off"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "words",
                    models.TextField(blank=True, max_length=500, verbose_name="what was written to whoever posted it"),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("day", models.DateField(blank=True, null=True, verbose_name="day")),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("checklist_at", models.DateTimeField(blank=True, null=True)),
                ("host_confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("guest_confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("learning", models.CharField(blank=True, max_length=300, verbose_name="what the guest learned")),
                ("may_show", models.BooleanField(default=False, verbose_name="others may read it")),
                ("over_why", models.CharField(blank=True, max_length=300, verbose_name="why it was called off")),
                ("over_at", models.DateTimeField(blank=True, null=True)),
                (
                    "guest_confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "host_confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "other_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shadowings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="practices.practice",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="practices.topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "shadowing",
                "verbose_name_plural": "shadowing",
                "ordering": ["-posted_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "open")), fields=["-posted_at", "-id"], name="shadowing_open"
                    ),
                    models.Index(
                        condition=models.Q(("agreed_at__isnull", False)),
                        fields=["-posted_at", "-id"],
                        name="shadowing_agreed",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "open"), _negated=True),
                            models.Q(
                                ("agreed_at", None),
                                ("asked_at", None),
                                ("day", None),
                                ("other", None),
                                ("other_organisation", None),
                                ("words", ""),
                            ),
                            _connector="OR",
                        ),
                        name="shadowing_open_has_nobody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["agreed", "confirmed", "done"]), _negated=True),
                            models.Q(("agreed_at__isnull", False), ("day__isnull", False)),
                            _connector="OR",
                        ),
                        name="shadowing_agreed_has_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["confirmed", "done"]), _negated=True),
                            models.Q(("guest_confirmed_at__isnull", False), ("host_confirmed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="shadowing_confirmed_by_both",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("host_confirmed_at", None),
                            ("form", "call"),
                            ("checklist_at__isnull", False),
                            _connector="OR",
                        ),
                        name="shadowing_confirmed_once_the_guest_has_ticked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "called_off"), _negated=True),
                            models.Q(("over_why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="shadowing_called_off_with_a_reason",
                    ),
                ],
            },
        ),
    ]
