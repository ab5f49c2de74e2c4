from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_write_count"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="wants_newsletter",
            field=models.BooleanField(default=False, verbose_name="e-mail me the weekly newsletter"),
        ),
    ]
