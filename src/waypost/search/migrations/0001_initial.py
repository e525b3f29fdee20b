from django.db import migrations, models

SQLITE = """
CREATE VIRTUAL TABLE search_words USING fts5 (
  start, title, rest, marks,
  tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3 4 5', detail = column
)
"""
POSTGRESQL = [
    "ALTER TABLE search_document ADD COLUMN words tsvector",
    "CREATE INDEX search_document_words ON search_document USING gin (words)",
]


def keep_words(apps, schema_editor):
    """Make the place for words that the database looks up by itself."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)
    else:
        schema_editor.execute(SQLITE)


def drop_words(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        schema_editor.execute("DROP TABLE search_words")


def read_everything(apps, schema_editor):
    """Let the worker read what an older installation holds already."""
    if apps.get_model("people", "Organisation").objects.exists():
        from waypost.search import jobs

        jobs.read_everything.enqueue()


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
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
                ("subject_kind", models.CharField(max_length=64)),
                ("subject_id", models.BigIntegerField()),
                ("name", models.CharField(blank=True, max_length=600)),
                (
                    "code_key",
                    models.CharField(blank=True, db_index=True, max_length=40),
                ),
                ("place", models.BigIntegerField(null=True, unique=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["subject_kind", "-place"],
                        name="search_document_in_order",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_kind", "subject_id"),
                        name="search_document_once_per_subject",
                    )
                ],
            },
        ),
        migrations.RunPython(keep_words, drop_words),
        migrations.RunPython(read_everything, migrations.RunPython.noop),
    ]
