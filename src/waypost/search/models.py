"""What the index knows of each thing beside its words."""

from django.db import models


class Document(models.Model):
    """One thing in the index.

    Its words stand where the database looks them up: on SQLite in the virtual table
    ``search_words``, on PostgreSQL in a column that only SQL knows (`fulltext`).

    Attributes
    ----------
    name
        Code and title, folded: when it changes, what stands in the thing is read again.
    code_key
        The code as people type it, without what divides it: ``kr142``.
    place
        The order among equal hits: what is open first, then the newest. Also the
        number of its row of words on SQLite.
    """

    subject_kind = models.CharField(max_length=64)
    subject_id = models.BigIntegerField()
    name = models.CharField(max_length=600, blank=True)
    code_key = models.CharField(max_length=40, blank=True, db_index=True)
    place = models.BigIntegerField(null=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                name="search_document_once_per_subject",
            )
        ]
        indexes = [
            models.Index(
                fields=["subject_kind", "-place"], name="search_document_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} (#{self.pk})"
