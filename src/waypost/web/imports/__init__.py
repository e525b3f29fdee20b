"""Files of other tools: upload, columns, preview, import, undo."""
