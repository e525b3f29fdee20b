"""Follows the links of the pages as one person, and keeps what they say."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.apps import apps
from django.test import Client
from django.urls import Resolver404, resolve

from waypost.people.models import Person

# Open to everybody; all else is reached from here.
FRONT_DOORS = ("/", "/map/", "/objectives/", "/projects/")
# A visit may leave a session and when somebody was last here; nothing else.
OF_VISITS = {"sessions.session", "contenttypes.contenttype", "auth.permission"}
_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=|"X-CSRFToken":\s*)"[^"]*"')


@dataclass(frozen=True, slots=True)
class Found:
    """One page: what it answered and what it said; why it crashed, if it did."""

    address: str
    status: int
    html: str
    crash: str = ""


@dataclass(slots=True)
class Crawl:
    """Every page that somebody reached, by address."""

    person: Person | None
    pages: dict[str, Found] = field(default_factory=dict)

    def broken(self) -> list[str]:
        """Return the pages that a link led to and that failed."""
        return [
            f"{p.status} {p.address}" for p in self.pages.values() if p.status >= 400
        ]

    def saying(self, words: Iterable[str]) -> list[str]:
        """Return the pages on which one of the words stands, in any case."""
        wanted = [word.lower() for word in words]
        return [
            f"{word} on {page.address}"
            for page in self.pages.values()
            for word in wanted
            if word in page.html.lower()
        ]


def client_of(person: Person | None) -> Client:
    """Return a browser in which `person` is signed in; a crash is a page of 500."""
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    return client


def crawl(
    person: Person,
    *,
    doors: Iterable[str] = FRONT_DOORS,
    most: int = 90,
    same: int = 50,
) -> Crawl:
    """Follow all links from the front doors.

    `most` pages at all, `same` of a view; one for each set of names in the query, since
    sorting a table in ten ways shows the same table.
    """
    client, done = client_of(person), Crawl(person)
    waiting = [door for door in doors if exists(door)]
    seen = set(waiting)
    kinds: Counter[str] = Counter()
    while waiting and len(done.pages) < most:
        address = waiting.pop(0)
        kind = kind_of(address)
        kinds[kind] += 1
        if kinds[kind] > (1 if "?" in address else same):
            continue
        answer = client.get(address)
        body = _TOKEN.sub(r'\1""', said_by(answer))
        done.pages[address] = Found(address, answer.status_code, body, crash_of(answer))
        links = (
            [answer.headers.get("Location", "")]
            if answer.has_header("Location")
            else []
        )
        for link in [*links, *links_of(body)]:
            target = _own(urljoin(address, link))
            if target and target not in seen and exists(target):
                seen.add(target)
                waiting.append(target)
    return done


def said_by(answer: Any) -> str:
    """Return the text of a page, or of a file if it is one that people can read."""
    if not answer.streaming:
        return str(answer.content.decode(errors="replace"))
    content = b"".join(answer.streaming_content)
    is_text = answer.headers["Content-Type"].startswith("text/")
    return content.decode(errors="replace") if is_text else ""


def crash_of(answer: Any) -> str:
    """Return what a view raised, nothing if it answered."""
    info = getattr(answer, "exc_info", None)
    return repr(info[1]) if info else ""


def exists(address: str) -> bool:
    """Tell whether a page stands at an address; some families are switched off."""
    try:
        found = resolve(urlsplit(address).path)
    except Resolver404:
        return False
    # Signing out ends a visit, the second step draws another code each time, and the
    # gallery is no page of the product.
    is_of_entrance = (found.url_name or "").startswith(("account_", "mfa_"))
    return not is_of_entrance and found.namespace != "gallery"


def kind_of(address: str) -> str:
    """Return the view's name with the names in the query."""
    parts = urlsplit(address)
    names = sorted({name for name, _value in parse_qsl(parts.query)})
    return f"{resolve(parts.path).view_name}?{'&'.join(names)}"


def _own(link: str) -> str:
    """Return a link within the site without its fragment, else nothing."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.found.append(str(given["href"]))
        if given.get("hx-get"):
            self.found.append(str(given["hx-get"]))


def links_of(html: str) -> list[str]:
    """Return the addresses that a page asks for, in its order, each once."""
    reader = _Links()
    reader.feed(html)
    return list(dict.fromkeys(reader.found))


def digest() -> dict[str, str]:
    """Return a fingerprint of each table's rows."""
    prints = {}
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label_lower
        if label in OF_VISITS or not model._meta.managed or model._meta.proxy:
            continue
        columns = [f.attname for f in model._meta.concrete_fields]
        if label == "people.person":
            columns = [c for c in columns if c not in {"last_login", "seen_at"}]
        rows = sorted(map(repr, model._base_manager.values_list(*columns)))
        prints[label] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return prints


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Return the tables that differ."""
    return sorted(label for label in before if before[label] != after[label])
