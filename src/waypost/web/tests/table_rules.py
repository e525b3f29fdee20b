"""What holds for every table page; each table's tests call it once."""

import csv
import io

from django.test import Client

from waypost.web.tables import Table
from waypost.web.tables.narrowing import Choices, Days, Numbers, Person, Words

HTMX = {"HX-Request": "true", "HX-Target": "table"}
_TRIED = {
    Choices: [{"{}": "none"}, {"{}": "open"}],
    Words: [{"{}": "a"}, {"{}": "none"}],
    Person: [{"{}": "me"}, {"{}": "none"}, {"{}": "1"}],
    Days: [
        {"{}": "week"},
        {"{}": "past"},
        {"{}": "none"},
        {"{}_from": "-7", "{}_to": "+7"},
    ],
    Numbers: [{"{}_from": "1,5", "{}_to": "40"}, {"{}": "none"}],
}


def obeys_the_rules(client: Client, path: str, table: Table[object]) -> None:
    """Ask for every column, sort and filter, and for the files."""
    names = [column.name for column in table.columns]
    for column in table.columns:
        if column.sorts:
            for sort in (column.name, f"-{column.name}"):
                part_of(client, path, view="none", sort=sort)
        if column.narrows is not None:
            for tried in _TRIED[type(column.narrows)]:
                given = {name.format(column.name): v for name, v in tried.items()}
                part_of(client, path, **given)
    everything = {"view": "none", "columns": ",".join(names)}
    page = answers(client, path, **everything)
    rows = list(csv.reader(io.StringIO(sent(client, path, "csv", everything))))
    assert rows[0][0].lstrip("\ufeff") == str(table.columns[0].label)
    assert page.count("data-item") == len(rows) - 1
    assert all(len(row) == len(names) for row in rows)
    assert len(bytes_of(client, path, "xlsx", everything)) > 1000
    assert "<html" not in part_of(client, path, **everything)
    assert client.get(f"{path}export.pdf").status_code == 404


def answers(client: Client, path: str, **given: str) -> str:
    """Return the page; it must answer 200."""
    answer = client.get(path, given)
    assert answer.status_code == 200, (path, given)
    return answer.content.decode()


def part_of(client: Client, path: str, **given: str) -> str:
    """Return the table alone, as htmx asks for it; it must answer 200."""
    answer = client.get(path, given, headers=HTMX)
    assert answer.status_code == 200, (path, given)
    return answer.content.decode()


def sent(client: Client, path: str, form: str, given: dict[str, str]) -> str:
    """Return a file as text."""
    return bytes_of(client, path, form, given).decode()


def bytes_of(client: Client, path: str, form: str, given: dict[str, str]) -> bytes:
    """Return a file; it must be one to keep."""
    answer = client.get(f"{path}export.{form}", given)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return answer.getvalue()
