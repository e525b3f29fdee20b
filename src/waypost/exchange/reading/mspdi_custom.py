"""Custom fields and outline codes of Microsoft Project XML, by their names."""

from dataclasses import dataclass, field

from waypost.exchange.reading.mspdi_fields import KNOWN_FIELDS
from waypost.exchange.reading.mspdi_spans import read_duration
from waypost.exchange.reading.spans import STANDARD
from waypost.exchange.reading.xml_records import Node


@dataclass(slots=True)
class CustomFields:
    """The names of custom fields and the texts of their lookup tables."""

    names: dict[str, str] = field(default_factory=dict)
    values: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, node: Node) -> None:
        """Read the definition of a custom field or an outline code."""
        number = node.get("FieldID")
        name = node.get("Alias") or node.get("FieldName")
        if number and name:
            self.names[number] = name
        for table in ("ValueList", "Values"):
            for values in node.all(table):
                for value in values.all("Value"):
                    text = value.get("Value") or value.get("Description")
                    for mark in ("ID", "ValueID", "FieldGUID", "ValueGUID"):
                        if key := value.get(mark):
                            self.values[number, key] = text

    def read(self, node: Node) -> tuple[str, str]:
        """Give the name and the text of a custom field on a task."""
        number = node.get("FieldID")
        name = self.names.get(number) or KNOWN_FIELDS.get(number) or f"Field {number}"
        text = node.get("Value")
        if not text:
            for mark in ("ValueID", "ValueGUID"):
                text = text or self.values.get((number, node.get(mark)), "")
        if node.get("DurationFormat") and text.startswith("P"):
            span = read_duration(text, node.get("DurationFormat"))
            text = span.words(STANDARD) if span else text
        return name, text
