import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The titles stand on pages that are kept for visitors. A new file stands on none before its revision is published.
WATCH = """
CREATE TRIGGER content_change AFTER DELETE OR UPDATE OR TRUNCATE ON practices_attachment
FOR EACH STATEMENT EXECUTE FUNCTION note_content_change()
"""
# Files are compressed already; as they are, a piece out of the middle is had without reading what stands before it.
AS_THEY_ARE = "ALTER TABLE practices_attachmentcontent ALTER COLUMN data SET STORAGE EXTERNAL"


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0027_bitmaps_by_block"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("name", models.CharField(max_length=100, verbose_name="name of the file")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("docx", "Word document"),
                            ("xlsx", "Excel workbook"),
                            ("pptx", "PowerPoint slides"),
                            ("odt", "OpenDocument text"),
                            ("png", "PNG picture"),
                            ("jpg", "JPEG picture"),
                        ],
                        max_length=4,
                        verbose_name="kind",
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="size")),
                ("sha256", models.CharField(max_length=64)),
                ("text", models.TextField(blank=True)),
                (
                    "removed",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("location", "where a picture was taken"),
                                ("picture_details", "what cameras and programs note in pictures"),
                                ("properties", "who wrote it, for whom, when and with what"),
                                ("comments", "comments, and who made them"),
                                ("changes", "tracked changes and who made them (all are accepted now)"),
                                ("scripts", "actions and scripts"),
                                ("embedded", "other files that were inside it"),
                                ("signature", "digital signatures"),
                                ("size", "pixels that nobody needs: the picture is smaller now"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="taken out",
                    ),
                ),
                ("uploaded_at", models.DateTimeField(auto_now_add=True, verbose_name="added")),
                ("names_somebody", models.BooleanField(default=False)),
                ("looks_filled_in", models.BooleanField(default=False)),
                ("blank_because", models.CharField(blank=True, max_length=300, verbose_name="why it is about nobody")),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attachments", to="practices.practice"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "file",
                "verbose_name_plural": "files",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="AttachmentContent",
            fields=[
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="content",
                        serialize=False,
                        to="practices.attachment",
                    ),
                ),
                ("data", models.BinaryField()),
            ],
            options={
                "verbose_name": "content of a file",
                "verbose_name_plural": "contents of files",
            },
        ),
        migrations.AddField(
            model_name="revision",
            name="attachments",
            field=models.ManyToManyField(
                blank=True, related_name="revisions", to="practices.attachment", verbose_name="files"
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("blank_because", ""), ("looks_filled_in", True), _connector="OR"),
                name="attachment_excused_only_if_it_looks_filled_in",
            ),
        ),
        migrations.RunSQL(WATCH, "DROP TRIGGER content_change ON practices_attachment"),
        migrations.RunSQL(AS_THEY_ARE, migrations.RunSQL.noop),
    ]
