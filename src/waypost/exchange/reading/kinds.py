"""Says from a file's bytes what it is, and, if it cannot be taken, what to bring."""

import re
import xml.parsers.expat
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading import jira
from waypost.exchange.reading.said import Refused, Said, say
from waypost.exchange.reading.sheet_words import guess_kind
from waypost.exchange.reading.sniff import sniff_encoding
from waypost.exchange.reading.tables import File, is_workbook, open_table
from waypost.exchange.reading.xml_records import XmlRefused, harden

HEAD = 256 * 1024
MAX_BYTES = 1024**3

JIRA, MSPDI, TASKS = "jira", "mspdi", "tasks"

AS_JIRA_CSV = _("In Jira, export the issues as CSV (all fields) and bring that file.")
AS_PROJECT_XML = _("In Microsoft Project, save it as XML and bring that file.")

BY_SIGNATURE: tuple[tuple[bytes, Any], ...] = (
    (b"%PDF", _("This is a PDF: a picture of a plan, not the plan.")),
    (b"\x89PNG", _("This is a picture, not a plan.")),
    (b"\xff\xd8\xff", _("This is a picture, not a plan.")),
    (b"GIF8", _("This is a picture, not a plan.")),
    (b"RIFF", _("This is a picture or sound, not a plan.")),
    (b"\x1f\x8b", _("This is a compressed file: unpack it and bring what is inside.")),
    (
        b"7z\xbc\xaf",
        _("This is a compressed file: unpack it and bring what is inside."),
    ),
    (b"Rar!", _("This is a compressed file: unpack it and bring what is inside.")),
    (
        b"ERMHDR",
        _(
            "This is a Primavera P6 file (XER), which Waypost does not read. In P6,"
            " export it as Microsoft Project XML and bring that file."
        ),
    ),
    (
        b"MPX,",
        _(
            "This is an MPX file of an old Microsoft Project. Open it in Microsoft"
            " Project, save it as XML and bring that file."
        ),
    ),
    (
        b"\xac\xed\x00\x05",
        _(
            "This is a ProjectLibre file. In ProjectLibre, save it as Microsoft"
            " Project XML and bring that file."
        ),
    ),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

P6_REASON = _(
    "This is Primavera P6 XML, not Microsoft Project XML. In P6, choose File › Export"
    " › Microsoft Project › XML and bring that file."
)
BY_ROOT: dict[str, Any] = {
    "APIBusinessObjects": P6_REASON,
    "BusinessObjects": P6_REASON,
    "rss": _("This is Jira's XML view of issues (RSS). %(jira)s"),
    "entity-engine-xml": _("This is a backup of a whole Jira. %(jira)s"),
    "project": _(
        "This is XML of another planning program (GanttProject writes it so). Export"
        " it there as Microsoft Project XML and bring that file."
    ),
    "html": _("This is a web page, as Jira writes it for Excel or Word. %(jira)s"),
    "Workbook": _("This is an Excel workbook written as XML. Save the sheet as CSV."),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is; a table comes opened."""

    kind: str
    table: File | None = None


def identify(path: Path, *, kind: str | None = None) -> Found:
    """Say what the file is, or raise `Refused` with the reason."""
    head = _head(path)
    if is_workbook(path):
        return _table(path, kind)
    _refuse_known(path, head)
    if root := _xml_root(path, head):
        return _xml(root, kind)
    _refuse_binary(path, head)
    _refuse_other_text(head)
    return _table(path, kind)


def _head(path: Path) -> bytes:
    size = path.stat().st_size
    if size > MAX_BYTES:
        reason = _("The file is larger than %(limit)s MB: split it.")
        raise Refused(say(reason, limit=MAX_BYTES // 1024**2))
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Refused(say(_("The file is empty.")))
    return head


def _refuse_known(path: Path, head: bytes) -> None:
    for signature, reason in BY_SIGNATURE:
        if head.startswith(signature):
            raise Refused(say(reason))
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise Refused(_zip_reason(path))
    if head.startswith(OLE):
        raise Refused(_ole_reason(path, head))


def _zip_reason(path: Path) -> Said:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist()[:2000])
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return say(_("This is a damaged zip archive."))
    if any(name.startswith("xl/") for name in names):
        return say(
            _(
                "This is an Excel workbook that is damaged, or of a kind that is not"
                " read (XLSB)."
            )
        )
    if any(name.startswith(("word/", "ppt/")) for name in names):
        return say(_("This is a Word or PowerPoint document, not a plan."))
    if "mimetype" in names:
        return say(_("This is an OpenDocument file. Save the sheet as CSV."))
    return say(_("This is a zip archive: unpack it and bring the file inside."))


def _ole_reason(path: Path, head: bytes) -> Said:
    with path.open("rb") as file:
        start = file.read(4 * 1024 * 1024)
    marks = (b"MSProject", "TBkndTask".encode("utf-16-le"), b"M\0S\0P\0r\0o\0j")
    is_project = path.suffix.lower() in {".mpp", ".mpt"}
    if is_project or any(mark in start for mark in marks):
        reason = _("This is Microsoft Project's own file (MPP), not XML. %(project)s")
        return say(reason, project=AS_PROJECT_XML)
    if path.suffix.lower() == ".xls" or "Workbook".encode("utf-16-le") in start:
        reason = _("This is an old Excel workbook (XLS). %(jira)s")
        return say(reason, jira=AS_JIRA_CSV)
    return say(_("This is an old Office document, not a plan as XML or CSV."))


def _xml_root(path: Path, head: bytes) -> str:
    """Give the local name of the root element; nothing if this is no XML."""
    text = _start_of_text(path, head)
    if not text.startswith("<"):
        return ""
    if re.match(r"<!doctype\s+html|<html|<table|<meta|<head", text, re.IGNORECASE):
        return "html"
    names: list[str] = []
    parser = xml.parsers.expat.ParserCreate()
    harden(parser)
    parser.StartElementHandler = lambda name, _attributes: names.append(name)
    try:
        parser.Parse(head)
    except xml.parsers.expat.ExpatError as error:
        if not names:
            reason = _("This looks like XML and is damaged at line %(line)s.")
            raise Refused(say(reason, line=error.lineno)) from error
    except (XmlRefused, ValueError, LookupError) as error:
        if isinstance(error, XmlRefused):
            raise Refused(error.reason) from error
        if not names:
            raise Refused(say(_("This XML is in an unknown encoding."))) from error
    if not names:
        raise Refused(say(_("This looks like XML and is damaged at its beginning.")))
    return names[0].rpartition(":")[2]


def _start_of_text(path: Path, head: bytes) -> str:
    encoding, _damaged = sniff_encoding_of(head)
    return head[:4096].decode(encoding, "replace").lstrip("\ufeff \t\r\n")


def sniff_encoding_of(head: bytes) -> tuple[str, bool]:
    """Give the encoding of a beginning; for what only its first sign decides."""
    for bom, name in (
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"<\x00", "utf-16-le"),
        (b"\x00<", "utf-16-be"),
    ):
        if head.startswith(bom):
            return name, False
    return "utf-8", False


def _xml(root: str, kind: str | None) -> Found:
    if root == "Project":
        if kind not in {None, MSPDI}:
            reason = _(
                "This is Microsoft Project XML: import it as mspdi, not %(kind)s."
            )
            raise Refused(say(reason, kind=kind))
        return Found(MSPDI)
    if root in BY_ROOT:
        raise Refused(say(BY_ROOT[root], jira=AS_JIRA_CSV))
    reason = _(
        "This is XML whose outermost element is <%(root)s>; a plan of Microsoft Project"
        " begins with <Project>."
    )
    raise Refused(say(reason, root=root[:60]))


def _refuse_binary(path: Path, head: bytes) -> None:
    encoding, _damaged = sniff_encoding(path)
    if encoding.startswith(("utf-16", "utf-32")):
        return
    controls = sum(head.count(bytes((code,))) for code in range(9))
    if controls > max(8, len(head) // 200):
        reason = _(
            "This is a binary file, not a table of issues (CSV) or a plan as XML."
        )
        raise Refused(say(reason))


def _refuse_other_text(head: bytes) -> None:
    start = head[:2000].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if start.startswith("{\\rtf"):
        raise Refused(say(_("This is a text document, not a plan.")))
    if start.startswith(("{", "[{", "[\n", "[]")):
        raise Refused(
            say(
                _("This is JSON, which Waypost does not read. %(jira)s"),
                jira=AS_JIRA_CSV,
            )
        )


def _table(path: Path, kind: str | None) -> Found:
    if kind == MSPDI:
        reason = _("This is not XML, and so no plan of Microsoft Project. %(project)s")
        raise Refused(say(reason, project=AS_PROJECT_XML))
    file = open_table(path)
    if len([name for name in file.header if name.strip()]) < 2:
        reason = _("This is plain text, not a table with a header row. %(jira)s")
        raise Refused(say(reason, jira=AS_JIRA_CSV))
    return Found(kind or _guess(file), file)


def _guess(file: File) -> str:
    """Say what a table is by its header."""
    if jira.is_jira(file.header):
        return JIRA
    if found := guess_kind(file.header):
        return found
    reason = _(
        "This is a table, and its header (%(header)s …) is none that Waypost knows:"
        " say what it is, and map its columns. %(jira)s"
    )
    header = ", ".join(name[:30] for name in file.header[:4])
    raise Refused(say(reason, header=header, jira=AS_JIRA_CSV))
