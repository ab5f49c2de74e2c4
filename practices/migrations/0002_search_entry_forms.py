from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations


class Migration(migrations.Migration):
    """Words as they were written, beside their stems. Rows from before are filled when they are indexed again."""

    dependencies = [("practices", "0001_initial")]

    operations = [
        migrations.AddField("searchentry", "forms", SearchVectorField(default=""), preserve_default=False),
        migrations.AddIndex("searchentry", GinIndex(fields=["forms"], name="search_entry_forms")),
    ]
