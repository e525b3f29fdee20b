"""The ground all tests stand on: settings of their own, and nothing of the developer's.

Unit and integration tests run on the database of ``WAYPOST_DATABASE_URL``, SQLite in
memory if it is not set. `make test` runs them on both.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from _pytest.doctest import DoctestModule
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

# Tests must not depend on how the developer has set up Waypost, so only what chooses
# the test's own database, browser and files by others stays.
_KEPT = {
    "WAYPOST_DATABASE_URL",
    "WAYPOST_TEST_POSTGRES",
    "WAYPOST_CHROMIUM",
    "WAYPOST_SHARED_DATA",
}
for _name in [name for name in os.environ if name.startswith("WAYPOST_")]:
    if _name not in _KEPT or not os.environ[_name]:
        del os.environ[_name]

# What stands here asks the database through queries and actions, which are tried on
# both; so is what pages do with hostile input, in tests/test_hostile.py.
PAGES = Path(__file__).parent / "src/waypost/web"
# Where no test asks a database at all.
PURE = {
    Path(__file__).parent / part
    for part in (
        "src/waypost/charts",
        "src/waypost/exchange/reading",
        "src/waypost_engine",
    )
}

# Files that others wrote stand beside the tree, if at all; they are no part of it.
SHARED_DATA = Path(
    os.environ.get("WAYPOST_SHARED_DATA") or Path(__file__).parents[1] / "shared/data"
)
os.environ["WAYPOST_SHARED_DATA"] = str(SHARED_DATA)

# A folder for each process, so that parallel tests share no cache and no upload.
DATA_DIR = Path(tempfile.mkdtemp(prefix="waypost-test-"))
os.environ["WAYPOST_DATA_DIR"] = str(DATA_DIR)
COUNTED = str(DATA_DIR / "cache")
# What the second connections are called, as `waypost.core.db` says.
_aliases: dict[str, str] = {}
os.environ["WAYPOST_SECRET_KEY"] = "for tests only, long enough to sign with"
# Set here and not in pyproject.toml: pytest-django would read the settings before the
# lines above.
os.environ["DJANGO_SETTINGS_MODULE"] = "waypost.config.settings"

# How fast an example runs says more about the machine than about the code. CI tries
# the same examples every time, so that a red run can be looked into.
hypothesis_settings.register_profile(
    "waypost",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile("waypost")


@pytest.hookimpl(optionalhook=True)  # nobody calls it without xdist
def pytest_xdist_setupnodes() -> None:
    """Let each process read the settings by itself, with a data folder of its own.

    It would inherit the name of the settings, and read them before this file.
    """
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep together what shares an expensive ground."""
    from tests.grounds import ByGround

    return ByGround(config, log) if config.getvalue("dist") == "loadscope" else None


def pytest_configure() -> None:
    from django.conf import settings

    assert DATA_DIR.resolve() == settings.DATA_DIR, "the settings were read too early"
    # Slow on purpose elsewhere; here every test signs people in.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    from tests.browser import quicken

    quicken()


def pytest_collectstart() -> None:
    """Look for no garbage: what is made while tests are collected stays."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Look for circles of garbage rarely, and never among the tests themselves.

    Looking through thousands of tests again and again took an eighth of a run.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()


def pytest_report_header() -> str:
    """Say which tests there are: those of files by others need the files."""
    found = sum(path.is_file() for path in SHARED_DATA.rglob("*"))
    if found:
        return f"files by others: {found} in {SHARED_DATA}"
    return f"files by others: none, and so no test of them ({SHARED_DATA} is missing)"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what has nothing to say in this run.

    The tests of files that are not there (the header tells), and where nothing asks a
    database if that is all that matters.
    """
    is_of_others = collection_path.name == "test_shared_files.py"
    if is_of_others and not SHARED_DATA.is_dir():
        return True
    is_elsewhere = collection_path == PAGES or collection_path in PURE
    return True if is_elsewhere and config.getoption("--database-only") else None


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Read the words of a module for examples only if one is there: a few have any.

    No example asks a database.
    """
    found = yield
    examples = [each for each in found if isinstance(each, DoctestModule)]
    if not examples:
        return found
    is_wanted = not parent.config.getoption("--database-only")
    if is_wanted and b">>> " in file_path.read_bytes():
        return found
    return [each for each in found if each not in examples]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="leave out what no database can change: the engine, the readers of files,"
        " and the pages, which ask it nothing but by queries and actions",
    )


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    if not config.getoption("--database-only"):
        return
    asking = [item for item in items if _asks_a_database(item)]
    config.hook.pytest_deselected(items=[i for i in items if i not in set(asking)])
    items[:] = asking


def _asks_a_database(item: pytest.Item) -> bool:
    if item.path.is_relative_to(PAGES):  # named on the command line
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(
        item.get_closest_marker("django_db")
        or fixtures & {"db", "transactional_db", "django_db_setup"}
    )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """Take the schema from the last run, if it is the same."""
    from tests.kept_schema import take_kept_schema

    _read_over(one_connection=False)  # or no tables would be made
    take_kept_schema()


def pytest_unconfigure() -> None:
    shutil.rmtree(DATA_DIR, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let each test begin on the same ground.

    This is no fixture, because each of those takes longer than many tests do.
    """
    _lead_past_the_first_run(item)
    _forget_what_was_counted()


def _lead_past_the_first_run(item: pytest.Item) -> None:
    """Lead no stranger to the first run, save in the tests that are about it.

    Most tests need people and no organisation, which a real installation never has.
    """
    from waypost.web.start.middleware import FirstRun

    FirstRun.is_over = "first_run" not in getattr(item, "fixturenames", ())


def _forget_what_was_counted() -> None:
    """Sign-in limits count in the cache; one test's count is not the next one's."""
    if os.path.exists(COUNTED):  # noqa: PTH110 - a path object takes ten times as long
        shutil.rmtree(COUNTED, ignore_errors=True)


@pytest.fixture(autouse=True)
def _one_connection(request: pytest.FixtureRequest) -> None:
    """Read snapshots and past days over the connection that writes.

    A test runs inside one transaction, of which a second connection sees nothing. A
    test that is about the second alias says so by naming it in its mark.
    """
    mark = request.node.get_closest_marker("django_db")
    _read_over(one_connection=mark is None or "databases" not in mark.kwargs)


def _read_over(*, one_connection: bool) -> None:
    from waypost.core import db

    if not _aliases:
        _aliases.update(SNAPSHOT=db.SNAPSHOT, PAST=db.PAST)
    for name, alias in _aliases.items():
        setattr(db, name, "default" if one_connection else alias)


@pytest.fixture
def first_run() -> None:
    """Ask for an untouched installation, where everybody is led to the first run."""
