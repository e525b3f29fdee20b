"""What people say about a file: which one, what its columns are, how to go on."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waypost.exchange.kinds import KINDS
from waypost.exchange.preview import ColumnRow, Preview, ProblemRow
from waypost.exchange.reading.incoming import DateOrder, StatusKind
from waypost.exchange.sheets.readings import METRIC
from waypost.exchange.taking.into import INTO
from waypost.web.choices import Offered, offer
from waypost.web.imports.options import PREFIXES

LENGTHS = {"estimate", "remaining"}
UNITS = ("seconds", "minutes", "hours", "days", "weeks")


class UploadForm(forms.Form):
    """The file, and what it is if Waypost is not to find out by itself."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=1_000,
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a file first.")},
        widget=forms.FileInput(
            attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xml", "class": "file"}
        ),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        required=False,
        choices=[
            ("", gettext_lazy("Find out by the header")),
            *((kind.name, kind.label) for kind in KINDS.values()),
        ],
    )
    metric = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def upload(self) -> "tuple[UploadedFile[Any], str, dict[str, str]]":
        """Return the file, the kind that was said, and what is known beforehand."""
        metric = self.cleaned_data["metric"]
        known = {METRIC: metric} if metric else {}
        return self.cleaned_data["file"], self.cleaned_data["kind"], known


def mapping_from(
    data: Mapping[str, str], preview: Preview, before: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the mapping that the columns step asks for.

    Fields are named by the place of their column: a column's own name may be anything.

    Raises
    ------
    ValidationError
        If a value is none that the page offers.
    """
    said: dict[str, dict[str, str]] = {
        name: dict(before.get(name, {}))
        for name in ("columns", "date_orders", "units", "statuses")
    }
    for at, column in enumerate(preview.columns):
        _take_column(data, at, column, said)
    kinds = {kind.value for kind in StatusKind}
    for at, status in enumerate(preview.statuses):
        kind = data.get(f"status-{at}", status.kind)
        _require(kind in kinds)
        if kind != status.kind:
            said["statuses"][status.name] = kind
    return {name: values for name, values in said.items() if values}


def _take_column(
    data: Mapping[str, str], at: int, column: ColumnRow, said: dict[str, dict[str, str]]
) -> None:
    becomes = data.get(f"column-{at}", column.becomes)
    _require(becomes in {*column.options, column.becomes})
    if becomes != column.becomes:
        said["columns"][column.name] = becomes
    order = data.get(f"order-{at}", "")
    _require(order in {"", *(each.value for each in DateOrder)})
    if order and order != column.date_order:
        said["date_orders"][column.name] = order
    unit = data.get(f"unit-{at}", "")
    _require(unit in {"", *UNITS})
    if unit:
        said["units"][column.name] = unit


class IntoForm(forms.Form):
    """The project that everything goes into."""

    into = forms.ChoiceField(
        label=gettext_lazy("Into"),
        required=False,
        help_text=gettext_lazy(
            "A project that is not here yet is made new. One that you choose takes"
            " everything in and keeps its own name, dates and calendar."
        ),
        error_messages={
            "invalid_choice": gettext_lazy("Choose one of what is offered.")
        },
    )

    def __init__(self, data: Any = None, *, projects: Offered, before: str) -> None:
        super().__init__(data, initial={INTO: before}, auto_id="%s")
        offer(self, INTO, projects, empty=("", _("the projects that the file names")))
        if projects.are_many:
            nothing = _("The projects that the file names")
            self.fields[INTO].widget.attrs["placeholder"] = nothing


def answers_from(
    data: Mapping[str, str],
    problems: Sequence[ProblemRow],
    meant: Callable[[str, str], str],
) -> dict[str, str]:
    """Return the choices that were made for problems.

    `meant` turns what was typed for a kind of problem into a choice.

    Raises
    ------
    ValidationError
        If a value is none that the page offers, or nothing is called so.
    """
    answers: dict[str, str] = {}
    for problem in problems:
        value = data.get(f"problem-{problem.id}")
        who = " ".join(data.get(who_of(problem), "").split())
        if problem.kind in PREFIXES and who:
            value = meant(problem.kind, who)
        if value is None:
            continue
        offered = value in {choice.value for choice in problem.choices}
        prefix = PREFIXES.get(problem.kind)
        _require(offered or (prefix and value.removeprefix(prefix).isdecimal()))
        if value != problem.chosen:
            answers[problem.id] = value
    return answers


def who_of(problem: ProblemRow) -> str:
    """Return the name of the field in which one types who is meant."""
    return f"who-{problem.id}"


def _require(is_offered: object) -> None:
    if not is_offered:
        raise ValidationError(_("Choose one of what is offered."))
