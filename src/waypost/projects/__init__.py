"""Projects with their milestones, tasks and dependencies."""
