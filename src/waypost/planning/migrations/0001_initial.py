# Saved views of tables, and with which a table opens for a person.

import django.db.models.deletion
import waypost.core.keys
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "key",
                    models.BigIntegerField(
                        default=waypost.core.keys.new_key, editable=False, unique=True
                    ),
                ),
                ("table", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=80)),
                ("parameters", models.CharField(blank=True, max_length=2000)),
                ("is_shared", models.BooleanField(default=False)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["table", "is_shared"], name="planning_view_of_table"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "table", "name"),
                        name="planning_savedview_name_once",
                        violation_error_message="You have a view of this name already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("table", ""), _negated=True),
                        ),
                        name="planning_savedview_named",
                        violation_error_message="Give the view a name.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UsualView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "key",
                    models.BigIntegerField(
                        default=waypost.core.keys.new_key, editable=False, unique=True
                    ),
                ),
                ("table", models.CharField(max_length=40)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "view",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="usual",
                        to="planning.savedview",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "table"), name="planning_usualview_once"
                    ),
                ],
            },
        ),
    ]
