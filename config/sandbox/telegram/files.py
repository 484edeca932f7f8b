"""Files that passed through: kept on disk, known by file_id, downloaded by path."""

import hashlib
import secrets
from pathlib import Path, PurePath

from config.sandbox.records import Records
from config.sandbox.telegram.pictures import ogg_seconds, picture_size
from config.sandbox.telegram.refusals import bad_request
from config.sandbox.telegram.values import Json, StoredFile

_PREFIXES = {
    "photo": "AgACAgIAAxkBAAI",
    "document": "BQACAgIAAxkBAAI",
    "voice": "AwACAgIAAxkBAAI",
    "video": "BAACAgIAAxkBAAI",
    "audio": "CQACAgIAAxkBAAI",
    "sticker": "CAACAgIAAxkBAAI",
    "animation": "CgACAgIAAxkBAAI",
}
_FOLDERS = {
    "photo": "photos",
    "document": "documents",
    "voice": "voice",
    "video": "videos",
    "audio": "music",
    "sticker": "stickers",
    "animation": "animations",
}
_SUFFIXES = {"photo": ".jpg", "voice": ".oga", "video": ".mp4", "audio": ".mp3", "sticker": ".webp"}

PHOTO_LIMIT = 10 << 20
PHOTO_SIDES = 10_000
PHOTO_RATIO = 20


class Files:
    """One file, one id: the simulation does not give each bot an id of its own."""

    def __init__(self, directory: Path, records: Records) -> None:
        self.directory = directory
        self._records = records
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        for record in records.all("file"):
            self._remember(StoredFile(**record))

    def keep(self, kind: str, data: bytes, *, name: str = "", media_type: str = "") -> StoredFile:
        if not data:
            raise bad_request("file must be non-empty")
        folder = _FOLDERS[kind]
        number = sum(path.startswith(folder) for path in self._by_path)
        suffix = PurePath(name).suffix or _SUFFIXES.get(kind, "")
        width, height = picture_size(data) or (0, 0)
        file = StoredFile(
            file_id=_PREFIXES[kind] + secrets.token_urlsafe(24),
            file_unique_id="AQAD" + hashlib.sha256(data).hexdigest()[:11],
            path=f"{folder}/file_{number}{suffix}",
            kind=kind,
            size=len(data),
            name=name,
            media_type=media_type,
            width=width,
            height=height,
            duration=ogg_seconds(data) if kind in ("voice", "audio") else 0,
        )
        target = self.directory / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self._records.put("file", file.file_id, file)
        self._remember(file)
        return file

    def keep_photo(self, data: bytes, small: bytes = b"") -> list[StoredFile]:
        """The sizes of a photo, smallest first; raises 400 for what is not a picture."""
        if len(data) > PHOTO_LIMIT:
            raise bad_request(
                f"file of size {len(data)} bytes is too big for a photo; "
                f"the maximum size is {PHOTO_LIMIT} bytes"
            )
        size = picture_size(data)
        if size is None or not all(size):
            raise bad_request("IMAGE_PROCESS_FAILED" if data else "file must be non-empty")
        if sum(size) > PHOTO_SIDES or max(size) > PHOTO_RATIO * min(size):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        return [self.keep("photo", one) for one in (small, data) if one]

    def find(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """The file behind a download address."""
        return self._by_path.get(path)

    def where(self, file: StoredFile) -> Path:
        return self.directory / file.path

    def _remember(self, file: StoredFile) -> None:
        self._by_id[file.file_id] = file
        self._by_path[file.path] = file


def file_json(file: StoredFile) -> Json:
    """The file as the Bot API describes one of its kind."""
    body: Json = {
        "file_id": file.file_id,
        "file_unique_id": file.file_unique_id,
        "file_size": file.size,
    }
    if file.kind in ("photo", "sticker", "video", "animation"):
        body |= {"width": file.width or 320, "height": file.height or 240}
    if file.kind in ("voice", "video", "audio", "animation"):
        body["duration"] = file.duration
    if file.kind == "sticker":
        return body | {"type": "regular", "is_animated": False, "is_video": False, "emoji": "🙂"}
    if file.kind != "photo" and file.media_type:
        body["mime_type"] = file.media_type
    if file.kind in ("document", "video", "audio", "animation") and file.name:
        body["file_name"] = file.name
    return body
