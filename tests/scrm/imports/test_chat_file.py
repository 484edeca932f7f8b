import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from scrm.imports.chat_file import MAX_DIRECTORY, MAX_UNPACKED, ChatFile
from scrm.kernel.errors import Invalid

TEXT = "21/11/2026, 22:31 - Ada: hi 😀\u2028still\rhi\x0b\n21/11/2026, 22:32 - 阿达: 你好\n"
LINES = ["21/11/2026, 22:31 - Ada: hi 😀\u2028still\rhi\x0b", "21/11/2026, 22:32 - 阿达: 你好"]


def written(folder: Path, content: bytes) -> Path:
    path = folder / "chat.txt"
    path.write_bytes(content)
    return path


def packed(folder: Path, entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path = folder / "chat.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.rstrip().encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-be+bom", "le", "be", "crlf", "no last line end"],
)
def test_each_encoding_gives_the_same_lines(tmp_path: Path, content: bytes) -> None:
    assert list(ChatFile(written(tmp_path, content)).lines()) == LINES


def test_broken_utf8_costs_characters_and_no_lines(tmp_path: Path) -> None:
    chat = ChatFile(written(tmp_path, b"21/11/2026, 22:31 - Ada: \xff\xfe ok\n"))
    assert list(chat.lines()) == ["21/11/2026, 22:31 - Ada: \ufffd\ufffd ok"]


def test_an_empty_file_has_no_lines(tmp_path: Path) -> None:
    assert list(ChatFile(written(tmp_path, b"")).lines()) == []


@pytest.mark.parametrize("name", ["_chat.txt", "WhatsApp Chat with Ada.txt"])
def test_a_zip_gives_its_chat_and_lists_its_files(tmp_path: Path, name: str) -> None:
    path = packed(tmp_path, {"IMG-1.jpg": b"jpg", name: TEXT.encode(), "../evil.txt": b"no"})
    chat = ChatFile(path)
    assert (list(chat.lines()), chat.media) == (LINES, ("IMG-1.jpg",))


def test_a_zip_with_a_chat_and_a_text_that_was_sent_gives_the_chat(tmp_path: Path) -> None:
    chat = ChatFile(packed(tmp_path, {"notes.txt": b"sent", "_chat.txt": TEXT.encode()}))
    assert (list(chat.lines()), chat.media) == (LINES, ("notes.txt",))


@pytest.mark.parametrize("reader", ["plain", "zip"])
def test_progress_climbs_to_the_size_and_a_second_pass_is_fresh(
    tmp_path: Path, reader: str
) -> None:
    content = TEXT.encode() * 20_000
    stored = {"_chat.txt": content}
    chat = ChatFile(
        written(tmp_path, content)
        if reader == "plain"
        else packed(tmp_path, stored, zipfile.ZIP_STORED)
    )
    seen = [chat.position for _ in chat.lines()]
    assert seen == sorted(seen)
    assert 0 < seen[0] < seen[20_000] < chat.size
    assert chat.position == chat.size == len(content)
    assert len(list(chat.lines())) == 40_000


def test_a_line_without_end_comes_in_pieces(tmp_path: Path) -> None:
    pieces = list(ChatFile(written(tmp_path, b"x" * 2_500_000)).lines())
    assert [len(piece) for piece in pieces] == [1_000_000, 1_000_000, 500_000]


def _bomb() -> dict[str, bytes]:
    return {"_chat.txt": b"0" * 1_000_000}


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ({"IMG-1.jpg": b"jpg"}, "not_an_export"),
        ({"a.txt": b"a", "b.txt": b"b"}, "not_an_export"),
        ({"chats/_chat.txt": TEXT.encode()}, "not_an_export"),
        ({"..\\_chat.txt": TEXT.encode()}, "not_an_export"),
        (_bomb(), "too_large"),
    ],
)
def test_a_zip_that_is_no_export_is_refused(
    tmp_path: Path, entries: dict[str, bytes], code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        ChatFile(packed(tmp_path, entries))
    assert caught.value.code == code


def _patched(content: bytes, old: bytes, new: bytes) -> bytes:
    """Everywhere: a zip says the same in each entry and once more at its end."""
    assert old in content
    return content.replace(old, new)


def test_a_zip_that_promises_too_much_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, {"_chat.txt": b"y" * 77_777}, zipfile.ZIP_STORED)
    size = (77_777).to_bytes(4, "little")
    path.write_bytes(_patched(path.read_bytes(), size, (MAX_UNPACKED + 1).to_bytes(4, "little")))
    with pytest.raises(Invalid) as caught:
        ChatFile(path)
    assert caught.value.code == "too_large"


def test_a_zip_that_lies_about_its_size_gives_no_more_than_it_promised(tmp_path: Path) -> None:
    path = packed(tmp_path, {"_chat.txt": b"0" * 90_000 + bytes(range(256)) * 20})
    size = (95_120).to_bytes(4, "little")
    path.write_bytes(_patched(path.read_bytes(), size, (1_000).to_bytes(4, "little")))
    with pytest.raises(Invalid) as caught:
        list(ChatFile(path).lines())
    assert caught.value.code == "bad_zip"


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, {"_chat.txt": TEXT.encode() * 99}, zipfile.ZIP_STORED)
    path.write_bytes(_patched(path.read_bytes(), b"still", b"STILL"))
    with pytest.raises(Invalid) as caught:
        list(ChatFile(path).lines())
    assert caught.value.code == "bad_zip"


def test_a_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, {"_chat.txt": TEXT.encode()})
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(content))
    with pytest.raises(Invalid, match="password"):
        ChatFile(path)


@pytest.mark.parametrize("declared", [0, 400_000 % 65_536])
def test_a_list_of_very_many_entries_is_refused_before_it_is_read(
    tmp_path: Path, declared: int
) -> None:
    """Whatever number the archive declares: it is the list's size that costs."""
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", *[0] * 9, 1, *[0] * 6) + b"x"
    directory = entry * (MAX_DIRECTORY // len(entry) + 2)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, declared, declared, len(directory), 0, 0)
    path = written(tmp_path, directory + end)
    del directory
    tracemalloc.start()
    try:
        with pytest.raises(Invalid, match="too many entries"):
            ChatFile(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000
