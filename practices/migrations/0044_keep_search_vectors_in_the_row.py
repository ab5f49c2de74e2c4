from django.db import migrations


class Migration(migrations.Migration):
    """Ranking reads the vector of each entry that it scores. PostgreSQL moves a row's long values elsewhere until the
    row takes 2 kB, the longest first; with 4 kB the vector stays, and is read with its row, while the forms and the
    salient lexemes still go. Rows that are there already change as they are next written, or by `rebuild_search`.
    """

    dependencies = [("practices", "0043_harvest_records")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE practices_searchentry SET (toast_tuple_target = 4096)",
            "ALTER TABLE practices_searchentry RESET (toast_tuple_target)",
        )
    ]
