import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_write_count"),
        ("practices", "0037_search_by_adoption"),
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
                    ("suggested", "A team suggests a change"),
                    ("suggestion_accepted", "Suggestion accepted"),
                    ("suggestion_declined", "Suggestion declined"),
                    ("suggestion_taken", "Suggestion published"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="reminder",
            name="kind",
            field=models.CharField(
                choices=[
                    ("coming", "To be checked soon"),
                    ("passed", "Past its review date"),
                    ("long_passed", "Long past its review date"),
                    ("contact", "A contact is being found"),
                    ("law", "Law or guidance changed"),
                    ("brief", "Colleagues to be briefed again"),
                    ("check", "To be checked again"),
                    ("action", "Something to be done after a check"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="DueFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="due_feed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar feed",
                "verbose_name_plural": "calendar feeds",
            },
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.CharField(max_length=20, verbose_name="part of the write-up")),
                ("what", models.TextField(max_length=1000, verbose_name="what should change")),
                ("why", models.TextField(max_length=500, verbose_name="why")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Waits for an answer"), ("accepted", "Accepted"), ("declined", "Declined")],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="answer")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "adoption",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suggestions",
                        to="practices.adoption",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestions",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="suggestions", to="practices.practice"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="suggestions",
                        to="practices.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "suggestion",
                "verbose_name_plural": "suggestions",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="AuditFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("found", models.CharField(max_length=300, verbose_name="what you found")),
                ("action", models.CharField(max_length=300, verbose_name="what you will do")),
                ("by_when", models.DateField(verbose_name="by when")),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="practices.audit"
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="practices.auditcriterion",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "who",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="audit_actions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who does it",
                    ),
                ),
                (
                    "proposes_change",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="finding",
                        to="practices.suggestion",
                    ),
                ),
            ],
            options={
                "verbose_name": "finding of an audit",
                "verbose_name_plural": "findings of audits",
                "ordering": ["audit", "criterion__position", "pk"],
            },
        ),
        migrations.AddField(
            model_name="notification",
            name="suggestion",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notifications",
                to="practices.suggestion",
            ),
        ),
        migrations.CreateModel(
            name="AuditShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="practices.audit"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation that sees a result",
                "verbose_name_plural": "organisations that see a result",
                "constraints": [models.UniqueConstraint(fields=("audit", "organisation"), name="share_once")],
            },
        ),
        migrations.CreateModel(
            name="Briefing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="on")),
                (
                    "people",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="how many people"
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "adoption",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="briefings", to="practices.adoption"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who briefed them",
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
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="briefings", to="practices.revision"
                    ),
                ),
            ],
            options={
                "verbose_name": "briefing",
                "verbose_name_plural": "briefings",
                "ordering": ["adoption", "-on", "-pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("people__gte", 1)), name="briefing_of_somebody")
                ],
            },
        ),
        migrations.CreateModel(
            name="PooledFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("criterion", models.CharField(max_length=200)),
                ("made_of", models.PositiveIntegerField()),
                ("organisations", models.PositiveIntegerField()),
                ("answers", models.PositiveIntegerField()),
                ("percentage", models.PositiveSmallIntegerField()),
                ("reckoned_at", models.DateTimeField()),
                ("audits", models.ManyToManyField(related_name="+", to="practices.audit")),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pooled_figures",
                        to="practices.practice",
                    ),
                ),
            ],
            options={
                "verbose_name": "figure of several audits",
                "verbose_name_plural": "figures of several audits",
                "ordering": ["practice", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("practice", "criterion"), name="figure_once_for_each_criterion"),
                    models.CheckConstraint(
                        condition=models.Q(("answers__gte", 10), ("made_of__gte", 5), ("organisations__gte", 3)),
                        name="figure_of_enough",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("decided_at", None), ("status", "open")),
                    models.Q(
                        models.Q(("status", "open"), _negated=True),
                        models.Q(("answer", ""), _negated=True),
                        ("decided_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="suggestion_decided_with_an_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("revision", None), ("status", "accepted"), _connector="OR"),
                name="suggestion_in_a_draft_is_accepted",
            ),
        ),
    ]
