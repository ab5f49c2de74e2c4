from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0013_dismissal"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReturnReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.CharField(blank=True, max_length=20, verbose_name="section")),
                ("words", models.TextField(max_length=600, verbose_name="what the authors read")),
            ],
            options={
                "verbose_name": "reason for a return",
                "verbose_name_plural": "reasons for a return",
                "constraints": [models.UniqueConstraint(fields=("section", "words"), name="return_reason_once")],
            },
        ),
    ]
