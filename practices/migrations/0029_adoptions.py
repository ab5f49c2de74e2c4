import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# How many adopt a practice, and who, stands on pages that are kept for visitors.
WATCH = """
CREATE TRIGGER content_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON practices_{table}
FOR EACH STATEMENT EXECUTE FUNCTION note_content_change()
"""
WATCHED = ("adoption", "adaptation")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_write_count"),
        ("practices", "0028_attachments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="practice",
            name="grown_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="own_versions",
                to="practices.practice",
            ),
        ),
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
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Adoption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("team", models.CharField(blank=True, max_length=120, verbose_name="team")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("considering", "Considering it"),
                            ("trying", "Trying it"),
                            ("in_use", "In use"),
                            ("stopped", "Stopped"),
                        ],
                        max_length=12,
                        verbose_name="how far you are",
                    ),
                ),
                ("started", models.DateField(blank=True, null=True, verbose_name="started")),
                ("what_it_took", models.TextField(blank=True, max_length=1000, verbose_name="what it took")),
                (
                    "stopped_because",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("staffing", "Staffing"),
                                ("money", "Money"),
                                ("fit", "It didn’t fit"),
                                ("leadership", "Leadership changed"),
                                ("no_better", "Not better than before"),
                                ("harm", "Harm or risk was seen"),
                                ("replaced", "Something else replaced it"),
                                ("other", "Another reason"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="why it stopped",
                    ),
                ),
                (
                    "stopped_why",
                    models.CharField(blank=True, max_length=300, verbose_name="why it stopped, in a sentence"),
                ),
                (
                    "shown_as",
                    models.CharField(
                        choices=[
                            ("team", "The organisation, the team and the place"),
                            ("organisation", "The organisation and the place"),
                            ("place", "The place alone"),
                            ("counted", "In the numbers alone"),
                        ],
                        default="place",
                        max_length=12,
                        verbose_name="how readers are told of it",
                    ),
                ),
                ("is_askable", models.BooleanField(default=False, verbose_name="others may ask")),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("heard_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="leads_adoptions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoptions",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoptions",
                        to="accounts.place",
                        verbose_name="place",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="adoptions", to="practices.practice"
                    ),
                ),
                (
                    "proposed_by",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="adoptions", to="practices.revision"
                    ),
                ),
            ],
            options={
                "verbose_name": "adoption",
                "verbose_name_plural": "adoptions",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Adaptation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("step", models.TextField(max_length=2000, verbose_name="step")),
                (
                    "essential",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Must stay"), ("no", "Can be changed"), ("not_sure", "Not sure")],
                        max_length=8,
                    ),
                ),
                (
                    "made_of_it",
                    models.CharField(
                        choices=[("kept", "Kept as it is"), ("changed", "Changed"), ("dropped", "Left out")],
                        max_length=8,
                        verbose_name="what you made of it",
                    ),
                ),
                ("how", models.CharField(blank=True, max_length=300, verbose_name="how you do it instead")),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="why")),
                (
                    "adoption",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="adaptations", to="practices.adoption"
                    ),
                ),
            ],
            options={
                "verbose_name": "adaptation",
                "verbose_name_plural": "adaptations",
                "ordering": ["adoption", "position"],
            },
        ),
        migrations.AddField(
            model_name="notification",
            name="adoption",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notifications",
                to="practices.adoption",
            ),
        ),
        migrations.CreateModel(
            name="AdoptionChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("considering", "Considering it"),
                            ("trying", "Trying it"),
                            ("in_use", "In use"),
                            ("stopped", "Stopped"),
                        ],
                        max_length=12,
                    ),
                ),
                ("on", models.DateField(verbose_name="on")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "adoption",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="practices.adoption"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "change of an adoption",
                "verbose_name_plural": "changes of adoptions",
                "ordering": ["adoption", "recorded_at", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="adoption",
            index=models.Index(fields=["practice", "status"], name="adoption_of_practice"),
        ),
        migrations.AddConstraint(
            model_name="adoption",
            constraint=models.UniqueConstraint(
                models.F("practice"),
                models.F("organisation"),
                django.db.models.functions.text.Lower("team"),
                name="adoption_once_for_each_team",
            ),
        ),
        migrations.AddConstraint(
            model_name="adoption",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status", "stopped"),
                        ("stopped_because__len__gt", 0),
                        models.Q(("stopped_why", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("status", "stopped"), _negated=True), ("stopped_because", []), ("stopped_why", "")
                    ),
                    _connector="OR",
                ),
                name="adoption_stopped_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="adoption",
            constraint=models.CheckConstraint(
                condition=models.Q(("status", "considering"), ("started__isnull", False), _connector="OR"),
                name="adoption_begun_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="adoption",
            constraint=models.CheckConstraint(
                condition=models.Q(("started", None), ("started__day", 1), _connector="OR"),
                name="adoption_started_is_a_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="adaptation",
            constraint=models.UniqueConstraint(fields=("adoption", "position"), name="adaptation_once_for_each_step"),
        ),
        migrations.AddConstraint(
            model_name="adaptation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("how", ""), ("made_of_it", "kept"), ("why", "")),
                    models.Q(
                        ("made_of_it", "changed"),
                        models.Q(("how", ""), _negated=True),
                        models.Q(("why", ""), _negated=True),
                    ),
                    models.Q(("how", ""), ("made_of_it", "dropped"), models.Q(("why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="adaptation_says_what_and_why",
            ),
        ),
        *(
            migrations.RunSQL(WATCH.format(table=table), f"DROP TRIGGER content_change ON practices_{table}")
            for table in WATCHED
        ),
    ]
