import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0031_audit_sample_is_fixed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UpstreamChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("take", "Take it: from now on this is the revision that we use"),
                            ("keep", "Keep ours: we go on as we do, until a newer revision comes"),
                            ("later", "Later: ask us again in four weeks"),
                        ],
                        max_length=5,
                    ),
                ),
                ("ask_again_on", models.DateField(blank=True, null=True)),
                ("chosen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "adoption",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="upstream_choices",
                        to="practices.adoption",
                    ),
                ),
                (
                    "chosen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "choice about a newer revision",
                "verbose_name_plural": "choices about newer revisions",
                "ordering": ["adoption", "revision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("adoption", "revision"), name="upstream_choice_once_for_each_revision"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ask_again_on__isnull", False), ("choice", "later")),
                            models.Q(models.Q(("choice", "later"), _negated=True), ("ask_again_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="upstream_choice_later_has_a_day",
                    ),
                ],
            },
        ),
    ]
