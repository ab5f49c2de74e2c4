from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_wants_newsletter"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlaceIndicatorSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "indicator",
                    models.CharField(
                        choices=[
                            ("population", "number of people"),
                            ("share_under_18", "share of people under 18"),
                            ("share_65_and_over", "share of people aged 65 and over"),
                            ("density", "people per square kilometre"),
                            ("deprivation", "deprivation score"),
                        ],
                        max_length=30,
                        unique=True,
                        verbose_name="indicator",
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                ("published_on", models.DateField(verbose_name="published on")),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("1"),
                        max_digits=4,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("10")),
                        ],
                        verbose_name="weight",
                    ),
                ),
                ("loaded_at", models.DateTimeField(auto_now_add=True, verbose_name="loaded at")),
            ],
            options={
                "verbose_name": "indicator of places",
                "verbose_name_plural": "indicators of places",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 0), ("weight__lte", 10)),
                        name="place_indicator_weighs_0_to_10",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="place_indicator_has_a_source"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceIndicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.DecimalField(decimal_places=4, max_digits=14, verbose_name="value")),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="accounts.place",
                        verbose_name="place",
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="accounts.placeindicatorset",
                        verbose_name="indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "figure of a place",
                "verbose_name_plural": "figures of places",
                "ordering": ["of", "place"],
                "constraints": [
                    models.UniqueConstraint(fields=("of", "place"), name="place_indicator_once"),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 0)), name="place_indicator_is_not_negative"
                    ),
                ],
            },
        ),
    ]
