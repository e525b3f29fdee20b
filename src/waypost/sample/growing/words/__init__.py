"""The words that the grown part of the sample is put together from."""
