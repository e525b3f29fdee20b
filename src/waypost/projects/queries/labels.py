"""Looking into labels, which are kept as one JSON list."""

import json

from django.db.models import Q


def saying(text: str, *, whole: bool = False) -> Q:
    """Return what lets pass the tasks of which a label holds `text`, or is it whole.

    As JSON spells it: one database keeps letters as they are, the other may escape
    them.
    """
    hit = Q()
    for escaped in (True, False):
        spelled = json.dumps(text, ensure_ascii=escaped)
        hit |= Q(labels__icontains=spelled if whole else spelled[1:-1])
    return hit
