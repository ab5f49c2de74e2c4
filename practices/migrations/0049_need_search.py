"""The words of a need, as search looks for them."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("practices", "0048_whom_needs_reach")]

    operations = [
        migrations.AddField(
            model_name="need",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    "question",
                    "detail",
                    arg_joiner=" || ' ' || ",
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                    template="to_tsvector('english', %(expressions)s)",
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="need",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="need_search"),
        ),
    ]
