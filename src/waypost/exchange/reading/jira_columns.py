"""What each column of a table holds, and what it becomes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from waypost.exchange.reading.dates import DateEvidence
from waypost.exchange.reading.incoming import KEEP, LEAVE_OUT, Column, DateOrder
from waypost.exchange.reading.jira_words import known_kind, plain
from waypost.exchange.reading.lexicon import Lexicon
from waypost.exchange.reading.mapping import UNITS, ColumnMap
from waypost.exchange.reading.numbers import (
    DecimalEvidence,
    DecimalMark,
    read_number,
    read_seconds,
)
from waypost.exchange.reading.said import Refused, Said, say
from waypost.exchange.reading.sniff import Row

MAX_DISTINCT = 200
# Of these the preview tells the values, or how many there are.
TELLING = {"kinds", "people", "status"}
# So many rows, or letters, are looked at together: column by column is faster.
BATCH_ROWS = 500
BATCH_LETTERS = 2_000_000
# Kept columns whose dates bear witness for the whole file.
WITNESSES = {
    "created",
    "updated",
    "last viewed",
    "erstellt",
    "aktualisiert",
    "cree",
    "creee",
    "mise a jour",
    "mis a jour",
    "creada",
    "creado",
    "actualizada",
    "actualizado",
    "criado",
    "criada",
    "atualizado",
    "atualizada",
}
MAX_SAMPLE = 80


@dataclass(slots=True)
class Profile:
    """What the cells of one column (or of several of the same name) look like."""

    name: str
    positions: list[int]
    filled: int = 0
    most: int = 0
    sample: str = ""
    distinct: dict[str, None] = field(default_factory=dict)
    dates: DateEvidence = field(default_factory=DateEvidence)
    decimals: DecimalEvidence = field(default_factory=DecimalEvidence)

    def see(self, texts: list[str], reads: str) -> None:
        """Look at the filled cells that some rows have in this column."""
        self.sample = self.sample or texts[0][:MAX_SAMPLE]
        if reads == "date":
            for text in texts:
                self.dates.see(text)
        elif reads in {"length", "percent", "number"}:
            for text in texts:
                self.decimals.see(text)
        elif reads in TELLING:
            for text in dict.fromkeys(texts):
                if len(self.distinct) >= MAX_DISTINCT:
                    return
                self.distinct[text[:MAX_SAMPLE]] = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each field stands in a row, and how its texts are read."""

    columns: tuple[Column, ...]
    positions: dict[str, tuple[tuple[int, str], ...]]
    kept: tuple[tuple[int, str], ...]
    orders: dict[str, DateOrder | None]
    units: dict[str, str]
    mark: DecimalMark
    rows: int
    notes: tuple[Said, ...]
    missing: tuple[str, ...]


def lay_out(
    header: list[str],
    rows: Iterable[Row],
    mapping: ColumnMap,
    separator: str,
    *,
    lexicon: Lexicon,
) -> Layout:
    """Read all rows once and decide what each column is."""
    profiles = _profiles(header)
    becomes = _becomes(profiles, mapping, lexicon)
    count = _see_all(profiles, becomes, rows, lexicon)
    _share_evidence(profiles)
    mark = _mark(profiles, separator)
    notes = _strange_names(profiles, mapping)
    columns = [
        _column(profile, becomes[name], mapping, (mark, count), lexicon)
        for name, profile in profiles.items()
    ]
    positions = _positions(profiles, becomes, lexicon)
    return Layout(
        columns=tuple(columns),
        positions=positions,
        kept=_kept(profiles, becomes),
        orders={column.name: column.date_order for column in columns},
        units={name: UNITS[mapping.units.get(name, lexicon.unit)] for name in profiles},
        mark=mark,
        rows=count,
        notes=(*notes, *_ambiguous(columns)),
        missing=tuple(name for name in lexicon.needed if name not in positions),
    )


def _profiles(header: list[str]) -> dict[str, Profile]:
    profiles: dict[str, Profile] = {}
    for position, name in enumerate(header):
        name = " ".join(name.split()) or f"#{position + 1}"
        profiles.setdefault(name, Profile(name, [])).positions.append(position)
    return profiles


def _becomes(
    profiles: dict[str, Profile], mapping: ColumnMap, lexicon: Lexicon
) -> dict[str, str]:
    """Guess by the header, then do as the person said."""
    fields, choices = lexicon.fields, lexicon.options
    said = {name: to for name, to in mapping.columns.items() if name in profiles}
    for name, to in said.items():
        if to not in choices:
            reason = _("“%(name)s” cannot become “%(to)s”: choose one of %(options)s.")
            options = ", ".join(choices)
            raise Refused(say(reason, name=name, to=to, options=options))
    taken = {to for to in said.values() if to in fields and not fields[to].many}
    guesses = sorted(
        ((name, lexicon.know(name)) for name in profiles if name not in said),
        key=lambda guess: _rank(guess[0], guess[1], lexicon),
    )
    becomes = dict.fromkeys(profiles, KEEP) | said
    for name, guess in guesses:
        if guess is None or guess in taken:
            continue
        becomes[name] = guess
        if not fields[guess].many:
            taken.add(guess)
    return becomes


def _rank(name: str, to: str | None, lexicon: Lexicon) -> int:
    """Tell a field's own header before one that could also be meant."""
    aliases = lexicon.words.get(to or "", ())
    return aliases.index(plain(name)) if plain(name) in aliases else len(aliases)


def _see_all(
    profiles: dict[str, Profile],
    becomes: dict[str, str],
    rows: Iterable[Row],
    lexicon: Lexicon,
) -> int:
    columns: list[tuple[Profile, str]] = []
    for name, profile in profiles.items():
        reads = _reads(lexicon, becomes[name])
        if not reads and plain(name) in WITNESSES:
            reads = "date"
        columns.append((profile, reads))
    width = sum(len(profile.positions) for profile in profiles.values())
    count = 0
    for batch in _batches(rows, width):
        count += len(batch)
        cells = list(zip_longest(*batch, fillvalue=""))
        cells += [("",) * len(batch)] * (width - len(cells))
        for profile, reads in columns:
            _see_column(profile, [cells[at] for at in profile.positions], reads)
    return count


def _batches(rows: Iterable[Row], width: int) -> Iterator[list[list[str]]]:
    """Yield the cells of some rows at a time, as much as memory holds well."""
    batch: list[list[str]] = []
    letters = 0
    for row in rows:
        batch.append(row.cells[:width])
        letters += sum(map(len, row.cells))
        if len(batch) == BATCH_ROWS or letters > BATCH_LETTERS:
            yield batch
            batch, letters = [], 0
    if batch:
        yield batch


def _see_column(profile: Profile, cells: list[tuple[str, ...]], reads: str) -> None:
    if len(cells) == 1:
        texts = list(filter(None, cells[0]))
        profile.filled += len(texts)
        most = 1
    else:
        counts = [len(row) - row.count("") for row in zip(*cells, strict=True)]
        profile.filled += len(counts) - counts.count(0)
        most = max(counts)
        texts = [text for row in zip(*cells, strict=True) for text in row if text]
    if texts:
        profile.most = max(profile.most, most)
        profile.see(texts, reads)


def _share_evidence(profiles: dict[str, Profile]) -> None:
    """One program wrote all dates of a file: where one column settles, all do."""
    total = DateEvidence()
    for profile in profiles.values():
        total.day_first += profile.dates.day_first
        total.month_first += profile.dates.month_first
    order = total.order()
    for profile in profiles.values():
        if profile.dates.is_ambiguous and order is DateOrder.DAY_FIRST:
            profile.dates.day_first = profile.dates.either
        elif profile.dates.is_ambiguous and order is DateOrder.MONTH_FIRST:
            profile.dates.month_first = profile.dates.either


def _mark(profiles: dict[str, Profile], separator: str) -> DecimalMark:
    total = DecimalEvidence()
    for profile in profiles.values():
        total.comma += profile.decimals.comma
        total.point += profile.decimals.point
    return total.mark(separator=separator)


def _reads(lexicon: Lexicon, to: str) -> str:
    field = lexicon.fields.get(to)
    return field.reads if field else ""


def _positions(
    profiles: dict[str, Profile], becomes: dict[str, str], lexicon: Lexicon
) -> dict[str, tuple[tuple[int, str], ...]]:
    found: dict[str, list[tuple[int, str]]] = {}
    for name, profile in profiles.items():
        if becomes[name] in lexicon.fields:
            places = found.setdefault(becomes[name], [])
            places.extend((position, name) for position in profile.positions)
    return {name: tuple(places) for name, places in found.items()}


def _kept(
    profiles: dict[str, Profile], becomes: dict[str, str]
) -> tuple[tuple[int, str], ...]:
    return tuple(
        (position, name)
        for name, profile in profiles.items()
        if becomes[name] == KEEP and profile.filled
        for position in profile.positions
    )


def _column(
    profile: Profile,
    to: str,
    mapping: ColumnMap,
    found: tuple[DecimalMark, int],
    lexicon: Lexicon,
) -> Column:
    mark, count = found
    reads = _reads(lexicon, to)
    said = mapping.date_order(profile.name)
    order = (said or profile.dates.order()) if reads == "date" else None
    unit = UNITS[mapping.units.get(profile.name, lexicon.unit)]
    # An empty column has nothing to keep.
    is_empty = to == KEEP and not profile.filled
    return Column(
        name=profile.name,
        sample=_sample(profile, reads),
        read_as=_read_as(profile, reads, order, (mark, unit)),
        becomes=LEAVE_OUT if is_empty else to,
        options=lexicon.options,
        filled=profile.filled,
        of=count,
        repeated=len(profile.positions),
        date_order=order,
        is_ambiguous=reads == "date" and said is None and profile.dates.is_ambiguous,
    )


def _sample(profile: Profile, reads: str) -> str:
    if reads in {"kinds", "status"}:
        return ", ".join(list(profile.distinct)[:4])
    return profile.sample


ORDER_WORDS = {
    DateOrder.DAY_FIRST: say(_("date, day first")),
    DateOrder.MONTH_FIRST: say(_("date, month first")),
    DateOrder.YEAR_FIRST: say(_("date, year first")),
}


def _read_as(
    profile: Profile, reads: str, order: DateOrder | None, how: tuple[DecimalMark, str]
) -> Said:
    if not profile.filled:
        return say(_("empty"))
    if reads == "date":
        if order and profile.dates.is_ambiguous:
            return say(
                _("%(order)s, which nothing here settles"), order=ORDER_WORDS[order]
            )
        return ORDER_WORDS[order] if order else say(_("date"))
    if reads == "length":
        return _length_words(profile, how)
    if reads == "status":
        return _status_words(profile)
    if reads == "issue key":
        if profile.most > 1:
            return say(_("issue key, up to %(count)s"), count=profile.most)
        return say(_("issue key"))
    return _plain_words(profile, reads)


def _plain_words(profile: Profile, reads: str) -> Said:
    if reads == "each once":
        return say(_("text, each once"))
    if reads in {"kinds", "people"}:
        count = len(profile.distinct)
        one, many = {
            "kinds": (_("one value"), _("%(count)s values")),
            "people": (_("one person"), _("%(count)s people")),
        }[reads]
        return say(one if count == 1 else many, count=count)
    if profile.most > 1:
        return say(_("text, up to %(count)s"), count=profile.most)
    is_number = read_number(profile.sample) is not None
    return say(_("number")) if is_number else say(_("text"))


def _length_words(profile: Profile, how: tuple[DecimalMark, str]) -> Said:
    mark, unit = how
    seconds = read_seconds(profile.sample, mark, plain_unit=unit)
    if seconds is None:
        return say(_("length of time"))
    hours = f"{float(seconds / 3600):g}"
    if read_number(profile.sample, mark) is None or unit != "s":
        return say(_("length of time (%(hours)s h)"), hours=hours)
    return say(_("seconds (%(hours)s h)"), hours=hours)


def _status_words(profile: Profile) -> Said:
    known = sum(known_kind(status) is not None for status in profile.distinct)
    unknown = len(profile.distinct) - known
    if not unknown:
        text = ngettext_lazy("%(count)s known value", "%(count)s known values", "count")
        return say(text, count=known)
    return say(
        _("%(known)s known values, %(unknown)s others"), known=known, unknown=unknown
    )


def _strange_names(
    profiles: dict[str, Profile], mapping: ColumnMap
) -> tuple[Said, ...]:
    return tuple(
        say(
            _("The mapping names “%(name)s”, and the file has no such column."),
            name=name,
        )
        for name in mapping.columns
        if name not in profiles
    )


def _ambiguous(columns: list[Column]) -> tuple[Said, ...]:
    return tuple(
        say(
            _(
                "Nothing in “%(name)s” says whether day or month comes first: it is"
                " read as %(order)s. Change that with the columns."
            ),
            name=column.name,
            order=ORDER_WORDS[column.date_order],
        )
        for column in columns
        if column.is_ambiguous and column.date_order
    )
