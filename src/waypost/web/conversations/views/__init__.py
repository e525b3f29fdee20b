"""Views of what people say."""
