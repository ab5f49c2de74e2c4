import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_write_count"),
        ("practices", "0049_need_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Alerts",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="alerts",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("at_once", "At once"),
                            ("daily", "Once a day"),
                            ("weekly", "Once a week"),
                            ("never", "Never"),
                        ],
                        default="daily",
                        max_length=10,
                        verbose_name="how often",
                    ),
                ),
                ("told_until", models.BigIntegerField(default=0)),
                ("told_from", models.BigIntegerField(default=0)),
                ("looked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("mailed_at", models.DateTimeField(blank=True, null=True, verbose_name="last mail")),
                ("mail", models.BigIntegerField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "choice of mails about what one follows",
                "verbose_name_plural": "choices of mails about what one follows",
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("asked", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_searches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "saved search",
                "verbose_name_plural": "saved searches",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="News",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("published", "New write-up"),
                            ("shown_again", "Can be read again"),
                            ("restored", "Brought back"),
                            ("changed", "Changed"),
                            ("retired", "Retired"),
                            ("asked", "Somebody asks"),
                            ("answered", "New answer"),
                        ],
                        max_length=12,
                    ),
                ),
                ("scope_before", models.CharField(blank=True, max_length=40)),
                ("happened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("position", models.BigIntegerField(null=True, unique=True)),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="practices.needanswer",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="practices.need",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="practices.practice",
                    ),
                ),
            ],
            options={
                "verbose_name": "news for followers",
                "verbose_name_plural": "news for followers",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(condition=models.Q(("position", None)), fields=["id"], name="news_without_position")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", None), ("need", None), ("practice__isnull", False)),
                            models.Q(("need__isnull", False), ("practice", None)),
                            _connector="OR",
                        ),
                        name="news_of_a_practice_or_a_need",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "asked")), fields=("need",), name="news_need_asked_once"
                    ),
                    models.UniqueConstraint(fields=("answer",), name="news_need_answered_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="practices.need",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="follows", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="accounts.place",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="practices.practice",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="practices.topic",
                    ),
                ),
                (
                    "search",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="practices.savedsearch",
                    ),
                ),
            ],
            options={
                "verbose_name": "thing followed",
                "verbose_name_plural": "things followed",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("need__isnull", True),
                                ("place__isnull", True),
                                ("practice__isnull", True),
                                ("search__isnull", True),
                                ("topic__isnull", False),
                            ),
                            models.Q(
                                ("need__isnull", True),
                                ("place__isnull", False),
                                ("practice__isnull", True),
                                ("search__isnull", True),
                                ("topic__isnull", True),
                            ),
                            models.Q(
                                ("need__isnull", True),
                                ("place__isnull", True),
                                ("practice__isnull", False),
                                ("search__isnull", True),
                                ("topic__isnull", True),
                            ),
                            models.Q(
                                ("need__isnull", False),
                                ("place__isnull", True),
                                ("practice__isnull", True),
                                ("search__isnull", True),
                                ("topic__isnull", True),
                            ),
                            models.Q(
                                ("need__isnull", True),
                                ("place__isnull", True),
                                ("practice__isnull", True),
                                ("search__isnull", False),
                                ("topic__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="follow_one_thing",
                    ),
                    models.UniqueConstraint(fields=("person", "topic"), name="follow_topic_once"),
                    models.UniqueConstraint(fields=("person", "place"), name="follow_place_once"),
                    models.UniqueConstraint(fields=("person", "practice"), name="follow_practice_once"),
                    models.UniqueConstraint(fields=("person", "need"), name="follow_need_once"),
                    models.UniqueConstraint(fields=("person", "search"), name="follow_search_once"),
                ],
            },
        ),
    ]
