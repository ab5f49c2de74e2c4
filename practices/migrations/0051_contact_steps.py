import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0050_alerts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactPause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateField(verbose_name="until")),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="what readers are told")),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "pause of a contact",
                "verbose_name_plural": "pauses of contacts",
            },
        ),
        migrations.AddField(
            model_name="contactmessage",
            name="message",
            field=models.TextField(blank=True, max_length=4000, verbose_name="message"),
        ),
        migrations.AddField(
            model_name="contactmessage",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("said", "The team says that it has answered"),
                    ("answered", "You said that you have an answer"),
                    ("closed", "You said that you no longer need an answer"),
                    ("unanswered", "Nobody has said that they answered, and nobody is asked any more"),
                    ("gone", "Not passed on: the write-up takes no messages from you any more"),
                ],
                max_length=10,
                verbose_name="what became of it",
            ),
        ),
        migrations.AddField(
            model_name="contactmessage",
            name="outcome_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="contactmessage",
            name="step",
            field=models.CharField(
                blank=True,
                choices=[
                    ("contact", "With the contact"),
                    ("deputy", "With the deputy"),
                    ("manager", "With the managers of the organisation"),
                    ("moderators", "With the moderators"),
                ],
                max_length=10,
                verbose_name="where it is",
            ),
        ),
        migrations.AddField(
            model_name="contactmessage",
            name="step_since",
            field=models.DateTimeField(blank=True, null=True, verbose_name="there since"),
        ),
        migrations.AddIndex(
            model_name="contactmessage",
            index=models.Index(
                condition=models.Q(("outcome", ""), models.Q(("step", ""), _negated=True)),
                fields=["step_since"],
                name="contact_message_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="contactmessage",
            index=models.Index(fields=["sender", "-sent_at"], name="contact_message_of_sender"),
        ),
        migrations.AddConstraint(
            model_name="contactmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("message", ""), ("outcome", ""), ("step", ""), ("step_since", None)),
                    models.Q(models.Q(("step", ""), _negated=True), ("step_since__isnull", False)),
                    _connector="OR",
                ),
                name="contact_message_is_somewhere_since_then",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", ""), ("outcome_at", None)),
                    models.Q(models.Q(("outcome", ""), _negated=True), ("message", ""), ("outcome_at__isnull", False)),
                    _connector="OR",
                ),
                name="contact_message_settled_keeps_no_words",
            ),
        ),
        migrations.AddField(
            model_name="contactpause",
            name="practice",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="contact_pause", to="practices.practice"
            ),
        ),
        migrations.AddField(
            model_name="contactpause",
            name="set_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
    ]
