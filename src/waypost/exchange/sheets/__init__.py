"""Tables with a template: objectives and key results, people, readings of metrics."""
