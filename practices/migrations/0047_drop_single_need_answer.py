"""The one answer of a need has become a row among others."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0046_move_need_answers"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="need",
            name="need_is_answered_with_words",
        ),
        migrations.RemoveIndex(
            model_name="need",
            name="need_waiting",
        ),
        migrations.RemoveField(
            model_name="need",
            name="answer",
        ),
        migrations.RemoveField(
            model_name="need",
            name="answered_at",
        ),
        migrations.RemoveField(
            model_name="need",
            name="answered_by",
        ),
    ]
