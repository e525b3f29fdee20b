"""Reads the forms of a page and fills them in, as a browser without script does."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(slots=True)
class Form:
    """A form as it stands on a page, with what it would send.

    `kinds` says what each field is: ``choice``, ``number``, or the input's type.
    """

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def filled(self, **changes: object) -> dict[str, object]:
        """Return what the form sends with some fields filled in anew."""
        sent: dict[str, object] = {
            name: values for name, values in self.values.items() if values
        }
        sent.pop("csrfmiddlewaretoken", None)
        return sent | changes


def forms_of(html: str, *, at: str = "") -> list[Form]:
    """Return the forms of a page; one without an action goes to `at`."""
    reader = _Reader()
    reader.feed(html)
    for form in reader.forms:
        form.action = form.action or at
    return reader.forms


def form_to(html: str, action: str, *, at: str = "") -> Form:
    """Return the form that goes to an address."""
    found = [f for f in forms_of(html, at=at) if f.action.split("?")[0] == action]
    posting = [f for f in found if f.method == "post"] or found
    assert posting, f"no form goes to {action}"
    return posting[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            method = (given.get("method") or "get").lower()
            self._open = Form(given.get("action") or "", method)
            self.forms.append(self._open)
        if self._open is None:
            return
        name = given.get("name") or ""
        if tag == "option" and self._select:
            self._option(given)
        elif not name or "disabled" in given:
            return
        elif tag == "input":
            self._input(self._open, name, given)
        elif tag == "textarea":
            self._area = name
            self._open.values[name] = [""]
            self._open.kinds[name] = "text"
        elif tag == "select":
            self._select = name
            self._open.values.setdefault(name, [])
            self._open.kinds[name] = "choice"

    def _input(self, form: Form, name: str, given: dict[str, str | None]) -> None:
        kind = given.get("type") or "text"
        value = given.get("value") or ""
        if kind in {"checkbox", "radio"}:
            form.kinds[name] = "choice"
            held = form.values.setdefault(name, [])
            if "checked" in given:
                held.append(value or "on")
        elif kind not in {"submit", "button", "image", "file"}:
            form.values.setdefault(name, []).append(value)
            form.kinds[name] = "number" if "inputmode" in given else kind
        else:
            form.kinds.setdefault(name, kind)

    def _option(self, given: dict[str, str | None]) -> None:
        assert self._open is not None
        held = self._open.values[self._select]
        if "selected" in given:
            held[:] = [given.get("value") or ""]
        elif not held:
            held.append(given.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._area and self._open is not None:
            held = self._open.values[self._area]
            held[0] += data.removeprefix("\n") if not held[0] else data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""
