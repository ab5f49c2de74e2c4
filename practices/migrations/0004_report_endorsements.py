import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Endorsements can be reported like comments; a report is on one of the two."""

    dependencies = [
        ("practices", "0003_endorsement_moderation"),
    ]

    operations = [
        migrations.RenameModel(old_name="CommentReport", new_name="Report"),
        migrations.AlterField(
            model_name="report",
            name="comment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reports",
                to="practices.comment",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="endorsement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reports",
                to="practices.endorsement",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(fields=("endorsement", "reporter"), name="endorsement_report_once"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("comment", None), ("endorsement__isnull", False)),
                    models.Q(("comment__isnull", False), ("endorsement", None)),
                    _connector="OR",
                ),
                name="report_is_on_one_thing",
            ),
        ),
    ]
