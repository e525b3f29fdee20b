"""What people type about objectives, key results, guardrails and cycles."""

from waypost.web.objectives.forms.cycle import CycleForm
from waypost.web.objectives.forms.guardrail import GuardrailForm
from waypost.web.objectives.forms.key_result import KeyResultForm
from waypost.web.objectives.forms.objective import (
    Choices,
    DraftForm,
    ObjectiveForm,
)

__all__ = [
    "Choices",
    "CycleForm",
    "DraftForm",
    "GuardrailForm",
    "KeyResultForm",
    "ObjectiveForm",
]
