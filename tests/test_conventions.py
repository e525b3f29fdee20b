"""The house rules that a tool can check and no linter does."""

import ast
import inspect
import re
from pathlib import Path

import pytest
from django.apps import apps

import waypost_engine
from tests.source import (
    APPS,
    ROOT,
    SRC,
    calls,
    modules,
    public_functions,
    source_files,
    tree,
)

DOMAIN = [
    "people",
    "okrs",
    "projects",
    "conversations",
    "bets",
    "planning",
    "reviews",
    "search",
    "notices",
    "exchange",
]
DOORS = ["web", "api"]
COMPONENTS = sorted(SRC.glob("waypost/web/templates/components/*.html"))
TEMPLATES = sorted(APPS.rglob("templates/**/*.html"))
SECTIONS = ("Parameters", "Returns", "Examples", "References")
DOCS = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
# Actions that no person asks for: the first run, and what the outbox brings about.
BY_NOBODY = {"set_up_organisation", "withdraw_unlanded"}
# What reads or writes models. A door calls a query or an action instead.
MODEL_WORK = {
    "objects",
    "_base_manager",
    "_default_manager",
    "filter",
    "exclude",
    "annotate",
    "aggregate",
    "select_related",
    "prefetch_related",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "save",
}
# Chromium would refuse these under our Content-Security-Policy.
AGAINST_THE_POLICY = {
    r"\sstyle=": "an inline style: use a class, an SVG attribute or <progress>",
    r"\son[a-z]+=": "an inline handler: listen in a module under web/assets",
    r"<script(?![^>]*\ssrc=)(?![^>]*application/json)": "an inline script",
    r"<style": "an inline style sheet",
    r"hx-on": "hx-on, which needs eval: listen in a module under web/assets",
    r"javascript:": "a script in an address",
}


@pytest.mark.parametrize("template", COMPONENTS, ids=lambda path: path.name)
def test_every_component_says_what_it_takes(template: Path) -> None:
    text = template.read_text(encoding="utf-8")

    assert text.startswith("{% comment %}"), (
        f"{template.relative_to(ROOT)} must open with a comment that says what it"
        " shows and, line by line, what it takes"
    )


@pytest.mark.parametrize("name", waypost_engine.__all__)
def test_every_public_engine_function_documents_itself(name: str) -> None:
    thing = getattr(waypost_engine, name)
    doc = inspect.getdoc(thing) or ""

    assert doc, f"waypost_engine.{name} has no docstring"
    if inspect.isfunction(thing):
        wanted = SECTIONS if inspect.signature(thing).parameters else SECTIONS[1:]
        missing = [s for s in wanted if f"{s}\n{'-' * len(s)}" not in doc]
        assert not missing, f"waypost_engine.{name} lacks the sections {missing}"


@pytest.mark.parametrize("app", DOMAIN)
def test_every_query_names_its_viewer(app: str) -> None:
    functions = [f for path in modules(app, "queries") for f in public_functions(path)]

    nameless = [
        f.place
        for f in functions
        if f.is_called_by_doors and "viewer" not in f.keywords
    ]

    assert not nameless, _listed("take a keyword-only `viewer`", nameless)


@pytest.mark.parametrize("app", DOMAIN)
def test_every_action_names_its_actor_and_its_time(app: str) -> None:
    functions = [f for path in modules(app, "actions") for f in public_functions(path)]

    wrong = [
        f.place
        for f in functions
        if f.is_called_by_doors
        and f.node.name not in BY_NOBODY
        and not ("actor" in f.keywords and f.keywords & {"now", "today"})
    ]

    assert not wrong, _listed("take keyword-only `actor` and `now` or `today`", wrong)


@pytest.mark.parametrize(
    "path", source_files(*DOORS), ids=lambda path: str(path.relative_to(APPS))
)
def test_every_door_says_for_whom_it_reads_and_writes(path: Path) -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{call.lineno} {name}() without `{keyword}`"
        for room, keyword in (("queries", "viewer"), ("actions", "actor"))
        for name, call in calls(path, room)
        if name not in BY_NOBODY
        and not call.args  # what takes positions is a helper and touches nobody's data
        and not {keyword, None} & {given.arg for given in call.keywords}
    ]

    assert not silent, _listed("say for whom", silent)


@pytest.mark.parametrize(
    "path", source_files(*DOORS), ids=lambda path: str(path.relative_to(APPS))
)
def test_no_door_works_on_models(path: Path) -> None:
    touched = [
        f"{path.relative_to(ROOT)}:{node.lineno} .{node.attr}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in MODEL_WORK
        and not _is_template_library(node.value)
    ]

    assert not touched, _listed("call a query or an action of the domain", touched)


def test_no_tests_stand_among_template_tags() -> None:
    inside = list(APPS.rglob("templatetags/**/test*"))

    assert not inside, (
        f"Django imports every module below templatetags, on servers too: move {inside}"
    )


@pytest.mark.parametrize(
    "template", TEMPLATES, ids=lambda path: str(path.relative_to(APPS))
)
def test_no_template_breaks_the_content_security_policy(template: Path) -> None:
    text = re.sub(
        r"{% comment %}.*?{% endcomment %}",
        "",
        template.read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )

    found = [why for what, why in AGAINST_THE_POLICY.items() if re.search(what, text)]

    assert not found, f"{template.relative_to(ROOT)} has {'; '.join(found)}"


def test_the_glossary_has_a_word_for_every_model_and_no_other() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|]+ \| (`[^|]+`) \| [^|]+ \|$", glossary, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    models = [m for m in apps.get_models() if m.__module__.startswith("waypost.")]

    assert named == {model.__name__ for model in models}, (
        "the second column of docs/glossary.md and the models differ"
    )


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_in_the_docs_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8"))
    inner = [link for link in links if not re.match(r"[a-z]+:", link)]

    broken = [link for link in inner if not (path.parent / link).exists()]

    assert not broken, f"{path.relative_to(ROOT)} links to nothing: {broken}"


def _is_template_library(node: ast.expr) -> bool:
    """Tell whether this is the `register` of template tags, which has a `filter`."""
    return isinstance(node, ast.Name) and node.id == "register"


def _listed(rule: str, places: list[str]) -> str:
    return f"These must {rule}:\n  " + "\n  ".join(places)
