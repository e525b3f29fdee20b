"""What the engine's tests ask of hypothesis."""

from hypothesis import settings

# A deadline measures the machine, not the formula: on a busy one it fails at random.
settings.register_profile("waypost", deadline=None, max_examples=60)
settings.load_profile("waypost")
