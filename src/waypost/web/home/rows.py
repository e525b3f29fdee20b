"""A check-in row: what is known, the form, and the picture of the way so far."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waypost import charts
from waypost.okrs.queries import DueCheckIn, KeyResultRow
from waypost.web import bars, pictures
from waypost.web.addresses import key_result_url
from waypost.web.check_in_form import COMPUTED, HAND, CheckInForm
from waypost.web.templatetags import formats

SHORT = 8  # letters of a unit that leave room for the value beside it


@dataclass(frozen=True, slots=True)
class CheckInLine:
    """One key result that waits for a check-in."""

    due: DueCheckIn
    row: KeyResultRow
    form: CheckInForm
    url: str
    spark: SafeString
    so_far: str
    unit: str
    is_late: bool
    said: str


def line_of(
    due: DueCheckIn, today: date, form: CheckInForm | None = None
) -> CheckInLine:
    """Return a row, with the form as it was refused if it was."""
    row = due.key_result
    return CheckInLine(
        due=due,
        row=row,
        form=form or form_of(due),
        url=key_result_url(row.number),
        spark=spark_of(row),
        so_far=bars.values_in_words(row),
        unit=row.unit if len(row.unit) <= SHORT else "",
        is_late=due.due_since < today,
        said=_said(row),
    )


def form_of(due: DueCheckIn, data: QueryDict | None = None) -> CheckInForm:
    """Return the form of a row; several stand on the page, so ids differ."""
    row = due.key_result
    form = CheckInForm(
        data,
        initial=_initial(due),
        is_measured=row.metric_pk is not None,
        steps=due.steps,
        source=row.source or HAND,
        auto_id=f"kr{row.number}-%s",
    )
    for name in ("went_well", "in_the_way"):
        form.fields[name].widget.attrs |= {
            "rows": 1,
            "placeholder": form.fields[name].label,
        }
    first = next(name for name in form.fields if name != "confirmed")
    if first == "done_steps":
        return form
    form.fields[first].widget.attrs["data-focus"] = ""
    if first == "value" and row.latest is not None:
        last = formats.number(row.latest)
        form.fields[first].widget.attrs["placeholder"] = last
    return form


def _initial(due: DueCheckIn) -> dict[str, object]:
    row = due.key_result
    initial: dict[str, object] = {
        "confidence": due.last_confidence,
        "done_steps": [str(step.pk) for step in due.steps if step.is_done],
    }
    if row.source not in {"", HAND} and row.latest is not None:
        initial["value"] = f"{row.latest:.6g}"
    return initial


def _said(row: KeyResultRow) -> str:
    """Say where the value comes from, or what the last one was."""
    if row.latest is None or row.latest_at is None:
        return _("Not read yet.") if row.metric_pk else ""
    words = {"value": formats.number(row.latest, row.unit)}
    words["day"] = formats.due(row.latest_at.date())
    if row.source == COMPUTED:
        return _("Computed: %(value)s, %(day)s.") % words
    if row.source != HAND:
        return _("%(code)s read %(value)s, %(day)s.") % (
            words | {"code": row.metric_code}
        )
    return _("Last: %(value)s, %(day)s.") % words


def spark_of(row: KeyResultRow) -> SafeString:
    """Draw the readings of a key result on the way to its target."""
    if row.metric_pk is None:
        return SafeString("")
    points = tuple((float(at.date().toordinal()), value) for at, value in row.spark)
    target = row.low if row.kind == "range" else row.target
    said = bars.values_in_words(row)
    return pictures.sparkline(
        charts.Sparkline(
            points=points,
            label=_("%(n)s readings, %(said)s") % {"n": len(points), "said": said},
            target=None if target is None else float(target),
            first=float(row.starts_on.toordinal()),
            last=float(row.due_on.toordinal()),
        )
    )
