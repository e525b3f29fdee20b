"""The whole organisation as one file, out and in again: see docs/export.md."""
