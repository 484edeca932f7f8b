"""How far long work of a command is: a bar on a terminal, a line per tenth without one."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[float], None]
"""Told which part is done, from 0 to 1."""


@contextmanager
def progress(word: str) -> Iterator[Advance]:
    """On standard error: what a command prints stays whole."""
    if not sys.stderr.isatty():
        yield _lines(word)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn(word), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(word, total=1.0)
        yield lambda share: bar.update(task, completed=share)


def _lines(word: str) -> Advance:
    shown = -1

    def line(share: float) -> None:
        nonlocal shown
        if int(share * 10) > shown:
            shown = int(share * 10)
            print(f"{word}: {shown * 10} %", file=sys.stderr, flush=True)

    return line
