"""Who works on what in a Microsoft Project plan."""

from dataclasses import dataclass, field
from decimal import Decimal

from waypost.exchange.reading.incoming import Person
from waypost.exchange.reading.mspdi_custom import CustomFields
from waypost.exchange.reading.mspdi_fields import DEFAULTS
from waypost.exchange.reading.mspdi_spans import iso_minutes
from waypost.exchange.reading.xml_records import Node

WORK = "1"
NOBODY = "-65535"
MAX_NOTED = 200
SAID_OF_RESOURCES = [
    "EmailAddress",
    "Initials",
    "Group",
    "Code",
    "MaxUnits",
    "StandardRate",
    "OvertimeRate",
    "CostPerUse",
    "MaterialLabel",
    "Notes",
    "NTAccount",
    "Phonetics",
]
MONEY = {"StandardRate", "OvertimeRate", "CostPerUse"}


@dataclass(frozen=True, slots=True)
class Share:
    """One resource on one task."""

    resource: str
    minutes: Decimal
    units: str
    kept: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Resource:
    """Someone, or a material or cost, that tasks are given."""

    person: Person
    is_person: bool
    said: dict[str, str]


@dataclass(slots=True)
class People:
    """Resources and assignments of a file."""

    custom: CustomFields
    resources: dict[str, Resource] = field(default_factory=dict)
    shares: dict[str, list[Share]] = field(default_factory=dict)

    def add_resource(self, node: Node) -> None:
        """Read one resource; the nameless one of every file is passed over."""
        key, name = node.get("UID"), " ".join(node.get("Name").split())
        if not key or not name or node.flag("IsNull"):
            return
        email = node.get("EmailAddress")
        person = Person(name[:200], email if "@" in email else "")
        is_person = node.get("Type", WORK) == WORK and not node.flag("IsCostResource")
        said = {
            mark: _money(node.get(mark)) if mark in MONEY else node.get(mark)
            for mark in SAID_OF_RESOURCES
            if node.get(mark) not in DEFAULTS
        }
        for child in node.all("ExtendedAttribute"):
            mark, text = self.custom.read(child)
            said[mark] = text
        self.resources.setdefault(key, Resource(person, is_person, said))

    def add_assignment(self, node: Node) -> None:
        """Read one assignment."""
        task, resource = node.get("TaskUID"), node.get("ResourceUID")
        if not task or resource in {"", NOBODY}:
            return
        minutes = iso_minutes(node.get("Work")) or Decimal()
        kept = tuple(
            (name, text)
            for child in node.all("ExtendedAttribute")
            for name, text in (self.custom.read(child),)
            if text
        )
        share = Share(resource, minutes, node.get("Units"), kept[:MAX_NOTED])
        self.shares.setdefault(task, []).append(share)

    def assignee(self, task: str) -> Person | None:
        """Give the person with the most work on a task; the first of equals."""
        shares = [
            share
            for share in self.shares.get(task, ())
            if share.resource in self.resources
            and self.resources[share.resource].is_person
        ]
        if not shares:
            return None
        most = max(shares, key=lambda share: share.minutes)
        return self.resources[most.resource].person

    def said_of(self, task: str) -> dict[str, str]:
        """Give what a single assignee cannot say: the others, parts and fields."""
        shares = self.shares.get(task, [])
        named = [
            (self.resources[share.resource].person.name, share)
            for share in shares
            if share.resource in self.resources
        ]
        said: dict[str, str] = {}
        if len(named) > 1 or any(
            share.units not in {"", "1", "1.00"} for share in shares
        ):
            said["Resources"] = ", ".join(
                f"{name} {share.minutes / 60:.6g} h ({share.units or '1'})"
                for name, share in named
            )
        for name, share in named:
            said.update({f"{mark} ({name})": text for mark, text in share.kept})
        return said

    def said_of_resources(self) -> dict[str, str]:
        """Give what the file says of its resources, to be kept with the project."""
        return {
            f"Resource {resource.person.name}": ", ".join(
                f"{mark} {text}" for mark, text in resource.said.items()
            )
            for resource in self.resources.values()
            if resource.said
        }


def _money(text: str) -> str:
    try:
        return f"{Decimal(text) / 100:.2f}" if len(text) < 30 else text
    except ArithmeticError:
        return text
