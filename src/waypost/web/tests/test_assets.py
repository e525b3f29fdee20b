import json
import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[1]
ROOT = WEB.parents[2]
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
ICON = re.compile(r"""(?:\bicon |\bglyph=)["']([a-z0-9-]+)["']""")


def listed_icons() -> set[str]:
    return set((WEB / "assets" / "icons.txt").read_text().split())


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_icon_that_a_template_draws_is_in_the_sprite(template: Path) -> None:
    drawn = set(ICON.findall(template.read_text()))

    assert drawn <= listed_icons()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_inline_style_or_script(template: Path) -> None:
    text = template.read_text()

    assert not re.search(r"\sstyle=|<style|hx-on|\son(click|load|change|submit)=", text)
    for attributes in re.findall(r"<script([^>]*)>", text):
        assert "src=" in attributes


def test_every_script_module_says_what_it_does() -> None:
    for path in sorted((WEB / "assets").rglob("*.js")):
        assert path.read_text().startswith("/*"), path.name


def test_the_lock_of_scripts_names_versions_and_no_addresses() -> None:
    text = (ROOT / "package-lock.json").read_text()
    packages = json.loads(text)["packages"]

    assert "http" not in text
    assert all("integrity" in package for name, package in packages.items() if name)


def test_script_packages_are_pinned() -> None:
    package = json.loads((ROOT / "package.json").read_text())

    for version in (package["dependencies"] | package["devDependencies"]).values():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
