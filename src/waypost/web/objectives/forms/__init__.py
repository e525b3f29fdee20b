"""What people type about objectives, key results and guardrails."""

from waypost.web.objectives.forms.guardrail import GuardrailForm
from waypost.web.objectives.forms.key_result import KeyResultForm
from waypost.web.objectives.forms.objective import (
    Choices,
    DraftForm,
    ObjectiveForm,
)

__all__ = [
    "Choices",
    "DraftForm",
    "GuardrailForm",
    "KeyResultForm",
    "ObjectiveForm",
]
