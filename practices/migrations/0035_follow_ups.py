import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0034_question_to_an_adopter"),
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
                    ("fact_checked", "A partner has answered"),
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
                    ("offered", "A draft is offered to you"),
                    ("taken_over", "A colleague has taken your draft on"),
                    ("co_author", "You were added as a co-author"),
                    ("somebody_left", "Somebody has left"),
                    ("adoption_proposed", "An adoption to confirm"),
                    ("adoption_confirmed", "Adoption confirmed"),
                    ("adoption_declined", "Adoption not confirmed"),
                    ("adopted", "Another team takes it up"),
                    ("adoption_stopped", "A team has stopped"),
                    ("harm_seen", "Harm or risk was seen"),
                    ("lead_wanted", "Nobody leads it any more"),
                    ("reported_back", "A team has reported back"),
                    ("thanked", "Thanks for reporting back"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="FollowUpPause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "adoption",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_up_pause",
                        to="practices.adoption",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "pause of follow-ups",
                "verbose_name_plural": "pauses of follow-ups",
            },
        ),
        migrations.CreateModel(
            name="FollowUpStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="how many",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[("weeks", "weeks"), ("months", "months")], max_length=6, verbose_name="weeks or months"
                    ),
                ),
                ("is_in_use", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "time of a follow-up",
                "verbose_name_plural": "times of follow-ups",
                "ordering": ["unit", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("number", "unit"),
                        name="follow_up_step_once",
                        violation_error_message="This time is in the list already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 120)),
                        name="follow_up_step_is_after_the_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField(verbose_name="due on")),
                ("noted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("going_well", "Going well"),
                            ("changed", "We changed it"),
                            ("stopped", "It has stopped or stalled"),
                        ],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("better", models.TextField(blank=True, max_length=1000, verbose_name="what got better")),
                ("how_known", models.TextField(blank=True, max_length=1000, verbose_name="how you know")),
                (
                    "would_have_helped",
                    models.TextField(blank=True, max_length=1000, verbose_name="what would have helped"),
                ),
                (
                    "may_quote",
                    models.BooleanField(default=False, verbose_name="the authors may read and quote these words"),
                ),
                ("told_more_at", models.DateTimeField(blank=True, null=True)),
                ("thanked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "adoption",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="follow_ups", to="practices.adoption"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="follow_ups",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "thanked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "follow-up",
                "verbose_name_plural": "follow-ups",
                "ordering": ["adoption", "due_on"],
                "indexes": [models.Index(fields=["recipient", "asked_at"], name="follow_up_of_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("adoption", "due_on"), name="follow_up_once_for_each_due_date"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("asked_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="follow_up_answered_with_an_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", False), ("told_more_at__isnull", False)),
                            models.Q(
                                ("better", ""),
                                ("how_known", ""),
                                ("may_quote", False),
                                ("told_more_at", None),
                                ("would_have_helped", ""),
                            ),
                            _connector="OR",
                        ),
                        name="follow_up_says_more_once_answered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("thanked_at", None), ("answered_at__isnull", False), _connector="OR"),
                        name="follow_up_thanked_once_answered",
                    ),
                ],
            },
        ),
    ]
