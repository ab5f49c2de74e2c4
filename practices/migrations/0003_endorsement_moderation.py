import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Endorsements wait and are hidden like comments. What was there before stays shown."""

    dependencies = [
        ("practices", "0002_search_entry_forms"),
    ]

    operations = [
        migrations.AddField(
            model_name="endorsement",
            name="hidden_why",
            field=models.CharField(blank=True, max_length=300, verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="status",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting for a moderator"),
                    ("shown", "Shown"),
                    ("hidden", "Hidden by a moderator"),
                ],
                default="shown",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="notification",
            name="endorsement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notifications",
                to="practices.endorsement",
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
                    ("retired", "Retired"),
                    ("restored", "Brought back"),
                    ("commented", "New comment"),
                    ("replied", "New reply"),
                    ("endorsed", "New endorsement"),
                    ("comment_hidden", "Comment hidden"),
                    ("comment_shown", "Comment approved"),
                    ("endorsement_hidden", "Endorsement hidden"),
                    ("endorsement_shown", "Endorsement approved"),
                    ("co_author", "You were added as a co-author"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="endorsement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "hidden"), _negated=True),
                    models.Q(("hidden_why", ""), _negated=True),
                    _connector="OR",
                ),
                name="endorsement_hidden_with_a_reason",
            ),
        ),
    ]
