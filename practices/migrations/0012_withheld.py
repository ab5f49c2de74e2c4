from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_organisation_proposed_by"),
        ("practices", "0011_term_hyphens"),
    ]

    operations = [
        migrations.AddField(
            model_name="practice",
            name="withheld_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="withheld"),
        ),
        migrations.AddField(
            model_name="practice",
            name="withheld_why",
            field=models.TextField(blank=True, db_default="", max_length=1000, verbose_name="why it is withheld"),
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
                    ("co_author", "You were added as a co-author"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withheld_at", None), ("withheld_why", "")),
                    models.Q(
                        ("published_revision__isnull", False),
                        ("withheld_at__isnull", False),
                        models.Q(("withheld_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="practice_withheld_with_a_reason",
            ),
        ),
    ]
