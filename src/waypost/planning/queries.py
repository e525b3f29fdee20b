"""What pages read about saved views."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from waypost.people.models import Person
from waypost.planning import access
from waypost.planning.models import SavedView, UsualView


@dataclass(frozen=True, slots=True)
class ViewRow:
    """One saved view of a table, as its menu shows it.

    `is_usual`: the table opens with it for the viewer.
    """

    pk: int
    name: str
    parameters: str
    is_shared: bool
    is_own: bool
    is_usual: bool
    may_edit: bool
    owner: str


def saved_views(*, viewer: Person, table: str) -> list[ViewRow]:
    """Return the views of a table, one's own first: one query."""
    usual = UsualView.objects.filter(view=OuterRef("pk"), person=viewer)
    found = access.visible_views(viewer).filter(table=table).select_related("owner")
    rows = [
        ViewRow(
            pk=view.pk,
            name=view.name,
            parameters=view.parameters,
            is_shared=view.is_shared,
            is_own=view.owner_id == viewer.pk,
            is_usual=view.usual_to_viewer,
            may_edit=access.may_edit(viewer, view),
            owner=view.owner.name,
        )
        for view in found.annotate(usual_to_viewer=Exists(usual))
    ]
    return sorted(rows, key=lambda row: (not row.is_own, row.name.casefold(), row.pk))


def saved_view(*, viewer: Person, pk: int) -> SavedView:
    """Return one saved view.

    Raises
    ------
    SavedView.DoesNotExist
        If there is none that `viewer` may see.
    """
    return access.visible_views(viewer).select_related("owner").get(pk=pk)
