"""The strategy map: whether the work adds up to the outcomes."""
