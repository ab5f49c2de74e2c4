from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("practices", "0016_people_leave")]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="notes",
            field=models.TextField(blank=True, default="", max_length=80000, verbose_name="notes to yourselves"),
            preserve_default=False,
        ),
    ]
