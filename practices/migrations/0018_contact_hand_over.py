from django.db import migrations, models

BECAUSE = [
    ("left", "The contact has left"),
    ("refused", "Messages to the contact do not arrive"),
    ("said", "Somebody says that the contact cannot be reached"),
]
HAS_A_REASON = models.Q(
    ("contact_lost_at", None), models.Q(("contact_lost_because", ""), _negated=True), _connector="XOR"
)


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0017_revision_notes"),
    ]

    operations = [
        migrations.AddField(
            "practice", "contact_lost_at", models.DateTimeField(blank=True, null=True, verbose_name="contact lost")
        ),
        migrations.AddField(
            "practice",
            "contact_lost_because",
            models.CharField(blank=True, choices=BECAUSE, default="", max_length=10),
            preserve_default=False,
        ),
        migrations.AddField("practice", "contact_named_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddConstraint(
            "practice",
            models.CheckConstraint(condition=HAS_A_REASON, name="practice_contact_lost_for_a_reason"),
        ),
    ]
