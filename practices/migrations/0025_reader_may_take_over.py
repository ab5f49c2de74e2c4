from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0024_notification_kinds"),
    ]

    operations = [
        migrations.AddField(
            model_name="trustedreader",
            name="may_take_over",
            field=models.BooleanField(db_default=False, default=False),
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
                ],
                max_length=20,
            ),
        ),
    ]
