"""The one way to make a page that is a table; see docs/how-to/add-a-table.md."""

from waypost.web.tables.bulk import Bulk, BulkForm
from waypost.web.tables.columns import Column, Quick, Table
from waypost.web.tables.exports import export
from waypost.web.tables.narrowing import Choices, Days, Numbers, Option, Person, Words
from waypost.web.tables.shown import Shown

__all__ = [
    "Bulk",
    "BulkForm",
    "Choices",
    "Column",
    "Days",
    "Numbers",
    "Option",
    "Person",
    "Quick",
    "Shown",
    "Table",
    "Words",
    "export",
]
