#!/bin/sh
# Runs a Python script with the newest interpreter on the PATH that can build the
# environment: Python 3.11 or later, with venv and ensurepip. Each candidate is tried,
# not only found, because version managers leave names behind that start nothing.
# PYTHON=/path/to/python chooses one by hand; an environment that runs keeps its own.

works() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

has_venv() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

if [ -z "$PYTHON" ] && works .venv/bin/python; then
    exec .venv/bin/python "$@"
fi

found=""
for candidate in ${PYTHON:-python3.14 python3.13 python3.12 python3.11 python3 python}; do
    works "$candidate" || continue
    found=$candidate
    has_venv "$candidate" && exec "$candidate" "$@"
done

if [ -n "$found" ]; then
    version=$("$found" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "Waypost needs Python's venv module: install it (Debian: apt-get install python$version-venv), then run make again." >&2
elif [ -n "$PYTHON" ]; then
    echo "PYTHON=$PYTHON is not a Python 3.11 or later: name another, or leave PYTHON unset." >&2
else
    echo "Waypost needs Python 3.11 or later: install it with its venv module (Debian: apt-get install python3 python3-venv), then run make again." >&2
fi
exit 1
