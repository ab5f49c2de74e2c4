"""A removed comment keeps its place when its author's account is erased, and whoever goes on with a write-up is told."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = [
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
    ("asked_to_read", "Asked to read a draft"),
    ("reader_noted", "A reader’s note"),
    ("co_author", "You were added as a co-author"),
    ("somebody_left", "Somebody has left"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0015_trusted_readers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="comment",
            name="author",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="comments",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("author__isnull", False), ("status", "removed"), _connector="OR"),
                name="comment_has_an_author_or_is_removed",
            ),
        ),
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=20),
        ),
    ]
