import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0032_upstream_choice"),
    ]

    operations = [
        migrations.AddField(
            model_name="contactmessage",
            name="adoption",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="questions",
                to="practices.adoption",
            ),
        ),
    ]
