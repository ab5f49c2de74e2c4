import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = [
    ("coming", "To be checked soon"),
    ("passed", "Past its review date"),
    ("long_passed", "Long past its review date"),
    ("contact", "A contact is being found"),
    ("law", "Law or guidance changed"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0018_contact_hand_over"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=KINDS, max_length=12)),
                ("occasion", models.CharField(max_length=40)),
                ("address", models.EmailField(blank=True, max_length=254)),
                ("noted_at", models.DateTimeField(auto_now_add=True)),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="practices.practice"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder",
                "verbose_name_plural": "reminders",
                "indexes": [
                    models.Index(
                        condition=models.Q(("told_at", None)), fields=["recipient", "address"], name="reminder_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("practice", "kind", "occasion", "recipient", "address"),
                        name="reminder_once_for_each_person",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recipient", None), ("address", ""), _connector="XOR"),
                        name="reminder_for_a_person_or_an_address",
                    ),
                ],
            },
        ),
    ]
