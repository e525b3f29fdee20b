import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from waypost.exchange.reading import Refused, detect, read
from waypost.exchange.reading.tests.builders import issues, plan, put

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def archive(*names: Any) -> Any:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as zipped:
        for name in names:
            zipped.writestr(name, "x")
    return data.getvalue()


def refusal(folder: Path, content: Any, name: str = "file", **how: Any) -> Any:
    with pytest.raises(Refused) as caught:
        read(put(folder, content, name), **how)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\n \n", "empty"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08", "compressed"),
        (archive("xl/workbook.xml"), "Excel"),
        (archive("word/document.xml"), "Word"),
        (archive("mimetype"), "OpenDocument"),
        (archive("plan.xml"), "zip archive"),
        (b"PK\x03\x04broken", "damaged zip"),
        (OLE + "TBkndTask".encode("utf-16-le"), "MPP"),
        (OLE + "Workbook".encode("utf-16-le"), "XLS"),
        (OLE, "old Office document"),
        (b"ERMHDR\t19.12\n", "Primavera P6 file (XER)"),
        (b"MPX,Microsoft Project", "MPX"),
        (b"<?xml version='1.0'?><APIBusinessObjects/>", "Primavera P6 XML"),
        (b"<html><table><tr><td>ONB-1</td></tr></table></html>", "web page"),
        (b"<!DOCTYPE html>\n<html>", "web page"),
        (b"<rss version='0.92'><channel/></rss>", "RSS"),
        (b"<entity-engine-xml/>", "backup"),
        (b"<project name='gan'/>", "GanttProject"),
        (b"<plan/>", "<plan>"),
        (b"<", "damaged"),
        (b'{"cards": []}', "JSON"),
        (b'[{"title": "x"}]', "JSON"),
        (b"Just a note\nwithout a table\n", "plain text"),
        (b"Name,Size,Color\nx,1,red\n", "none that Waypost knows"),
        (bytes(range(256)) * 40, "binary"),
        (b"<Project xmlns='urn:x'/>", "neither tasks nor a name"),
        (b"<Project><Title>A</Title><Tasks>", "breaks off"),
        (b"<?xml version='1.0' encoding='klingon'?><Project/>", "encoding"),
    ],
)
def test_say_what_the_file_is(tmp_path: Path, content: Any, says: str) -> None:
    assert says in refusal(tmp_path, content)


def test_know_mpp_by_its_ending_too(tmp_path: Path) -> None:
    assert "MPP" in refusal(tmp_path, OLE + b"\x00" * 600, "plan.mpp")


LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE Project [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
<Project><Title>&b;</Title></Project>"""
OUTSIDE = b"""<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<Project><Title>&x;</Title></Project>"""


@pytest.mark.parametrize("content", [LAUGHS, OUTSIDE, b"<!DOCTYPE Project><Project/>"])
def test_turn_definitions_in_xml_away_before_reading_them(
    tmp_path: Path, content: Any
) -> None:
    assert "definitions of its own" in refusal(tmp_path, content)


def test_turn_a_document_type_away_wherever_it_hides(tmp_path: Path) -> None:
    late = b"<?xml version='1.0'?>" + b"<!-- -->" * 50_000 + LAUGHS[21:]

    assert refusal(tmp_path, late)


def test_bound_depth_and_size_of_xml(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = "<Project><Tasks><Task>" + "<a>" * 60
    monkeypatch.setattr("waypost.exchange.reading.xml_records.MAX_TEXT", 100)
    monkeypatch.setattr("waypost.exchange.reading.xml_records.MAX_NODES", 100)

    assert "nested deeper" in refusal(tmp_path, deep)
    assert "longer than 100" in refusal(tmp_path, plan({"Notes": "x" * 200}))
    assert "more parts" in refusal(tmp_path, plan({"Extra": [1] * 200}))


def test_hold_the_kind_that_was_said_against_the_file(tmp_path: Path) -> None:
    assert "as mspdi" in refusal(tmp_path, plan({}), kind="jira")
    assert "not XML" in refusal(tmp_path, issues({"Issue key": "A-1"}), kind="mspdi")
    assert "no kind" in refusal(tmp_path, "x", kind="trello")


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ("{", "not JSON"),
        ("[]", "object"),
        ({"colums": {}}, "“colums”"),
        ({"columns": []}, "object of name"),
        ({"columns": {"Status": 4}}, "no value for columns"),
        ({"columns": {"Status": "nonsense"}}, "cannot become"),
        ({"statuses": {"Odd": "nonsense"}}, "no value for statuses"),
        ({"date_orders": {"*": "backwards"}}, "no value for date_orders"),
        ({"units": {"Status": "eons"}}, "no value for units"),
    ],
)
def test_name_what_is_wrong_in_a_mapping(
    tmp_path: Path, mapping: Any, says: str
) -> None:
    content = issues({"Issue key": "A-1"})

    assert says in refusal(tmp_path, content, mapping=mapping)


def test_refuse_nothing_that_is_right(tmp_path: Path) -> None:
    assert detect(put(tmp_path, issues({"Issue key": "A-1"}))) == "jira"
    assert detect(put(tmp_path, plan({}), "plan.xml")) == "mspdi"


def test_come_from_a_file_too_large_or_too_wide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waypost.exchange.reading.kinds.MAX_BYTES", 9)
    monkeypatch.setattr("waypost.exchange.reading.tables.MAX_COLUMNS", 2)

    assert "larger than" in refusal(tmp_path, issues({"Issue key": "A-1"}))
    assert "columns" in refusal(tmp_path, "a,b,c\n")
