"""Pages of projects: the list, one project, its plan, its tasks."""
