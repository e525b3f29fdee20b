"""What a field of each kind of file is called, for pages and messages."""

from collections.abc import Mapping

from waypost.exchange.reading import jira_fields, task_words
from waypost.exchange.reading.sheet_words import SHEETS

LABELS: Mapping[str, Mapping[str, object]] = {
    "jira": jira_fields.OPTION_LABELS,
    "mspdi": jira_fields.OPTION_LABELS,
    "tasks": task_words.OPTION_LABELS,
    **{name: kind.option_labels() for name, kind in SHEETS.items()},
}


def label_of(kind: str, name: str) -> str:
    """Return what a column becomes, in words."""
    label = LABELS.get(kind, {}).get(name)
    return str(label) if label else name.replace("_", " ").capitalize()
