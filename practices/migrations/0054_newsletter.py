import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0053_shadowing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Newsletter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("introduction", models.TextField(blank=True, max_length=1500, verbose_name="introduction")),
                ("thanks", models.TextField(blank=True, max_length=1000, verbose_name="thanks")),
                ("since", models.DateTimeField(verbose_name="news since")),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("is_draft", models.BooleanField(default=True, verbose_name="draft")),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("last_reader", models.BigIntegerField(default=0)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
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
                "verbose_name": "newsletter",
                "verbose_name_plural": "newsletters",
                "ordering": ["-begun_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="NewsletterItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("new", "New"), ("stopped", "Stopped, and why"), ("question", "Open questions")],
                        max_length=10,
                    ),
                ),
                ("is_in", models.BooleanField(default=False, verbose_name="chosen")),
                ("line", models.CharField(blank=True, max_length=300, verbose_name="the editor’s words")),
                (
                    "comment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="practices.comment",
                    ),
                ),
                (
                    "newsletter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="practices.newsletter"
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="practices.practice"
                    ),
                ),
            ],
            options={
                "verbose_name": "item of a newsletter",
                "verbose_name_plural": "items of newsletters",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="newsletter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_draft", True)), fields=("is_draft",), name="newsletter_one_draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="newsletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_draft", True), ("last_reader", 0), ("sent_at", None), ("told_at", None)),
                    models.Q(("is_draft", False), ("sent_at__isnull", False)),
                    _connector="OR",
                ),
                name="newsletter_sent_or_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="newsletteritem",
            constraint=models.UniqueConstraint(
                fields=("newsletter", "kind", "practice", "comment"), name="newsletter_item_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="newsletteritem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("comment__isnull", False), ("kind", "question")),
                    models.Q(models.Q(("kind", "question"), _negated=True), ("comment", None)),
                    _connector="OR",
                ),
                name="newsletter_question_is_a_comment",
            ),
        ),
    ]
