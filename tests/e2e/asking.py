"""Django on a data folder, beside the browser: started once, asked again and again."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_PROGRAM = """
import contextlib, io, json, sys, traceback
import django
from django.db import connections
django.setup()
for line in sys.stdin:
    words = io.StringIO()
    try:
        with contextlib.redirect_stdout(words):
            exec(json.loads(line), {"__name__": "asked"})
        answer = {"said": words.getvalue()}
    except Exception:
        answer = {"trouble": traceback.format_exc()}
    connections.close_all()
    print(json.dumps(answer), flush=True)
"""
_started: dict[Path, "subprocess.Popen[str]"] = {}


def ask(code: str, data: Path, environment: Mapping[str, str]) -> Any:
    """Run Python on a data folder; return what it prints as JSON."""
    process = _started.get(data)
    if process is None:
        process = _started[data] = _start(environment)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(code) + "\n")
    process.stdin.flush()
    line = process.stdout.readline()
    assert line, "Django has ended; its last words stand above"
    answer = json.loads(line)
    assert "said" in answer, answer["trouble"]
    return json.loads(answer["said"])


def stop_asking() -> None:
    """End what was started: without a question to come, each ends by itself."""
    for process in _started.values():
        process.communicate()
    _started.clear()


def _start(environment: Mapping[str, str]) -> "subprocess.Popen[str]":
    settings = {"DJANGO_SETTINGS_MODULE": "waypost.config.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM],
        env={**environment, **settings},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
