"""Tries one template out: `python -I -m …child`, `{"source", "values", "names"}` as JSON on standard
input, and on standard output `{"text"}`, `{"missing"}` or `{"wrong", "code"}`.

It runs as a process of its own that may not do much: what a template could be made to do, by a
fault in Jinja2 or in what guards it, ends in here.
"""

import json
import resource
import signal
import sys
from typing import Any

from scrm.kernel.errors import Invalid, Mistaken
from scrm.rendering.messages.service import compiled, render
from scrm.rendering.messages.trying.values import FAULT
from scrm.rendering.messages.values import Missing

CPU_SECONDS = 0.2
"""For the template; that this process begins comes on top."""
ALL_CPU_SECONDS = 5
"""As the system counts them, in whole ones, from the beginning of the process."""
MEMORY = 256 * 1024 * 1024


def bound() -> None:
    """No more memory and time than a message needs; from here on no file is opened, nor one written
    to, and no process begun."""
    limits = {
        resource.RLIMIT_CPU: ALL_CPU_SECONDS,
        resource.RLIMIT_NOFILE: sys.stderr.fileno() + 1,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    if sys.platform == "linux":  # elsewhere the system can't, or doesn't, hold to it
        limits[resource.RLIMIT_AS] = MEMORY
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))
    # Nobody listens to this signal, so that the system ends the process by it.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)


def rehearse() -> None:
    """A good one and a wrong one of ours: much is loaded only where it is met, which later it can't
    be."""
    source = (
        '{% for one in contact.all %}{{ "\\u00e9" or one | title | truncate(9) | round(1) }}{% endfor %}'
        '{{ contact.when | date("time") }}'
    )
    values = {"contact": {"all": [1.5, "a-b"], "when": "2026-11-23T09:00:00+08:00"}}
    order: dict[str, Any] = {"source": source, "names": ["contact"], "values": values}
    tried(order)
    tried(order | {"source": "{{ contact.all "})
    tried(order | {"source": "{{ contcat.all() }}{{ contcat.all }}"})


def tried(order: dict[str, Any]) -> dict[str, Any]:
    """What is to be told."""
    try:
        template = compiled(order["source"], frozenset(order["names"]))
        return {"text": render(template, order["values"])}
    except Missing as missing:
        return {"missing": missing.field}
    except Mistaken as wrong:
        places = [[mistake.place, mistake.why] for mistake in wrong.mistakes]
        return {"wrong": places, "code": wrong.code}
    except Invalid as wrong:
        return {
            "wrong": [[wrong.field, str(wrong).removeprefix(f"{wrong.field} ")]],
            "code": wrong.code,
        }


def main() -> int:
    """Status 0 once all is told."""
    rehearse()
    order = json.load(sys.stdin.buffer)
    bound()
    try:
        told = json.dumps(tried(order))
    except Exception as fault:
        sys.stderr.write(type(fault).__name__)
        return FAULT
    sys.stdout.write(told)
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
