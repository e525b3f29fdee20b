"""Files that go out: rows as CSV and as XLSX, written while they are read."""

from waypost.exchange.writing.comma import csv_lines
from waypost.exchange.writing.sheet import xlsx_chunks
from waypost.exchange.writing.values import Value

__all__ = ["Value", "csv_lines", "xlsx_chunks"]
