"""Whether the scripts, styles and icons that pages load are there."""

from pathlib import Path

from django.conf import settings

from waypost.config.terminal import CommandFailed, ExitCode

ADVICE = (
    "Run `make assets` in the checkout, or install Waypost from its wheel, which holds"
    " them."
)


def are_built() -> bool:
    """Tell whether the list of hashed files exists, which is written last."""
    return (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file()


def require_built() -> None:
    """Refuse to serve pages without style and script.

    Raises
    ------
    CommandFailed
        If the assets are not built.
    """
    if not are_built():
        message = f"Scripts and styles are not built. {ADVICE}"
        raise CommandFailed(message, code=ExitCode.MISCONFIGURED)
