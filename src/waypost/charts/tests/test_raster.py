import struct
import zlib
from pathlib import Path

import pytest

from waypost.charts import raster
from waypost.charts.raster import Busy, NotDrawn, png_of

FONTS = sorted((Path(__file__).parents[2] / "web" / "fonts").glob("*.ttf"))
PAGE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40">'
    '<rect width="200" height="40" fill="#fff"/>{}</svg>'
)


def draw(inside: str) -> bytes:
    return png_of(PAGE.format(inside), zoom=1, fonts=FONTS)


def test_draws_as_large_as_asked() -> None:
    found = png_of(PAGE.format(""), zoom=2, fonts=FONTS)

    assert struct.unpack(">II", found[16:24]) == (400, 80)


@pytest.mark.parametrize("words", ["Fjord", "Ærø", "Žluťoučký", "Ωμέγα", "Пристань"])
def test_draws_words_in_the_fonts_that_come_along(words: str) -> None:
    line = '<text x="5" y="25" font-family="Inter" font-size="14">{}</text>'

    found = draw(line.format(words))

    assert _ink(found) > 40
    assert found != draw(line.format("\ue000" * len(words)))  # no font has this


def test_refuses_what_is_no_picture() -> None:
    with pytest.raises(NotDrawn):
        png_of("<svg", zoom=1, fonts=FONTS)


def test_gives_up_on_what_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raster, "SECONDS", 0.001)

    with pytest.raises(NotDrawn, match="longer than a minute"):
        draw("")


def test_draws_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raster, "SECONDS_TO_WAIT", 0.01)

    with raster._turn, pytest.raises(Busy):
        draw("")


def test_loads_nothing_that_a_picture_points_to(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text(PAGE.format('<rect width="200" height="40"/>'))

    found = draw(f'<image href="{secret}" width="200" height="40"/>')

    assert _ink(found) == 0


def _ink(png: bytes) -> int:
    """Count the bytes of a picture that are not white, filters of its rows undone."""
    at, parts = 8, b""
    while at < len(png):
        size = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            parts += png[at + 8 : at + 8 + size]
        at += size + 12
    raw = zlib.decompress(parts)
    # What differs from its neighbours differs from white somewhere before.
    rows = [raw[start : start + 801] for start in range(0, len(raw), 801)]
    return sum(byte not in {0, 255} for row in rows for byte in row[1:])
