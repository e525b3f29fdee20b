"""What a project, a milestone or a task is called in other tools."""

from django.db import models

from waypost.core.models import ExternalReference
from waypost.core.registry import label_of
from waypost.projects.queries.rows import Elsewhere


def elsewhere_of(subject: models.Model) -> tuple[Elsewhere, ...]:
    """Return where else a thing stands, with what no field here holds."""
    rows = ExternalReference.objects.filter(
        subject_kind=label_of(subject), subject_id=subject.pk
    )
    return tuple(
        Elsewhere(
            system=row.system,
            external_id=row.external_id,
            url=row.url,
            extras=tuple((str(k), str(v)) for k, v in row.extras.items()),
        )
        for row in rows.order_by("system", "external_id")
    )
