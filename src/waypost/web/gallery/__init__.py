"""Every component with sample data, for people who build pages."""
