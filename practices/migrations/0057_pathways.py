import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0056_figures_of_places_are_watched"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pathway",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("slug", models.SlugField(max_length=70, unique=True)),
                ("summary", models.CharField(blank=True, max_length=200, verbose_name="summary")),
                (
                    "sector",
                    models.CharField(
                        blank=True,
                        choices=[("adults", "Adults"), ("children", "Children")],
                        help_text="Only write-ups about these, and about both. None: about anybody.",
                        max_length=10,
                        verbose_name="adults or children",
                    ),
                ),
            ],
            options={
                "verbose_name": "pathway",
                "verbose_name_plural": "pathways",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        name="pathway_name_unique_in_any_case",
                        violation_error_message="There is a pathway of this name already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PathwayStage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "settings",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("front_door", "First contact and information"),
                                ("hospital", "Hospital"),
                                ("intermediate_care", "Intermediate care and reablement"),
                                ("own_home", "A person’s own home"),
                                ("home_care", "Home care"),
                                ("care_home", "Care home"),
                                ("supported_living", "Supported living"),
                                ("extra_care", "Extra care housing"),
                                ("shared_lives", "Shared lives or family placement"),
                                ("day_opportunities", "Day opportunities"),
                                ("community", "Community and neighbourhood"),
                                ("primary_care", "GP practice and primary care"),
                                ("mental_health_service", "Mental health service"),
                                ("social_work_team", "Social work team"),
                                ("school", "School or college"),
                                ("early_help", "Early help and family hub"),
                                ("fostering", "Fostering"),
                                ("childrens_home", "Children’s home"),
                                ("youth_justice", "Youth justice"),
                                ("homelessness_service", "Homelessness service"),
                                ("whole_system", "Across the whole system"),
                            ],
                            max_length=30,
                        ),
                        blank=True,
                        default=list,
                        help_text="Of what is about the topics, only what is in one of these. None: in any.",
                        size=None,
                        verbose_name="settings",
                    ),
                ),
                (
                    "pathway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stages", to="practices.pathway"
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        limit_choices_to={"is_curated": True},
                        related_name="pathway_stages",
                        to="practices.topic",
                        verbose_name="topics",
                    ),
                ),
            ],
            options={
                "verbose_name": "stage of a pathway",
                "verbose_name_plural": "stages of a pathway",
                "ordering": ["pathway", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("pathway", "position"),
                        name="pathway_stage_position_once",
                        violation_error_message="Another stage of this pathway has this position.",
                    )
                ],
            },
        ),
    ]
