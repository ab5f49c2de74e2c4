from django.db import migrations

STEPS = ((4, "weeks"), (3, "months"), (6, "months"), (12, "months"))


def load(apps, schema_editor):
    """When teams are asked, until an administrator says otherwise."""
    step = apps.get_model("practices", "FollowUpStep")
    step.objects.bulk_create([step(number=number, unit=unit) for number, unit in STEPS], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("practices", "0035_follow_ups")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
