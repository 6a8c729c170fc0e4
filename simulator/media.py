"""Files of a bot: what may be sent as what, and where it is kept."""

import mimetypes
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from simulator.refusal import JsonObject, RefusalError, bad_request

MEBIBYTE = 1024 * 1024
MAX_DOWNLOAD = 20 * MEBIBYTE
MAX_UPLOAD = 50 * MEBIBYTE
MAX_PHOTO = 10 * MEBIBYTE
MAX_SIDES = 10_000
MAX_RATIO = 20

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_NAMES = {"document": "Document", "photo": "Photo", "sticker": "Sticker", "voice": "VoiceNote"}


class UploadedFile(NamedTuple):
    """A file that came with a call."""

    name: str
    content: bytes


UploadedFiles = Mapping[str, UploadedFile]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on the server, known to one bot by ``file_id``."""

    file_id: str
    kind: str
    name: str
    content: bytes
    path: str

    @property
    def mime_type(self) -> str:
        """The type as guessed from the name, as Telegram does."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    def reference(self) -> JsonObject:
        """What every file object of the Bot API has."""
        unique = f"u{self.file_id}"
        return {"file_id": self.file_id, "file_unique_id": unique, "file_size": len(self.content)}

    def as_field(self) -> object:
        """The value of the message's field named like ``kind``."""
        match self.kind:
            case "photo":
                width, height = image_size(self.content) or (0, 0)
                return [{**self.reference(), "width": width, "height": height}]
            case "sticker":
                sides = {"width": 512, "height": 512}
                return {
                    **self.reference(),
                    **sides,
                    "type": "regular",
                    "is_animated": False,
                    "is_video": False,
                }
            case "voice":
                return {**self.reference(), "duration": 1, "mime_type": "audio/ogg"}
        return {**self.reference(), "file_name": self.name, "mime_type": self.mime_type}


class Files:
    """All files one bot has sent or received."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._numbers = count(1)

    def store(self, kind: str, name: str, content: bytes) -> StoredFile:
        """Keep a file; no limit is looked at, because people may send more than bots."""
        number = next(self._numbers)
        suffix = "." + name.rpartition(".")[2] if "." in name else ""
        file = StoredFile(f"{kind}-{number}", kind, name, content, f"{kind}s/file_{number}{suffix}")
        self._by_id[file.file_id] = self._by_path[file.path] = file
        return file

    def receive(self, kind: str, value: str | None, uploads: UploadedFiles, field: str) -> StoredFile:
        """The file a call means: an upload, or one sent before by its ``file_id``.

        ``value`` is the parameter, ``field`` its name, under which an upload may come too.
        Raises RefusalError if there is none, or if it is not what Telegram takes as ``kind``.
        """
        upload = uploads.get(value.removeprefix("attach://") if value else field)
        if upload is not None:
            check_upload(kind, upload.content)
            return self.store(kind, upload.name, upload.content)
        if not value:
            raise bad_request(f"there is no {kind} in the request")
        if value.startswith("attach://"):
            raise bad_request(
                f'wrong file identifier/HTTP URL specified: no file is attached as "{value[9:]}"'
            )
        if value.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content: the simulator has no network")
        return self._known(kind, value)

    def _known(self, kind: str, file_id: str) -> StoredFile:
        file = self._by_id.get(file_id)
        if file is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if file.kind != kind:
            raise bad_request(f"can't use file of type {_NAMES[file.kind]} as {_NAMES[kind]}")
        return file

    def for_download(self, file_id: str) -> StoredFile:
        """The file for getFile; refused above 20 MB."""
        file = self._by_id.get(file_id)
        if file is None:
            raise bad_request("invalid file_id")
        if len(file.content) > MAX_DOWNLOAD:
            raise bad_request("file is too big")
        return file

    def at_path(self, path: str) -> StoredFile | None:
        """The file behind a path that getFile gave."""
        return self._by_path.get(path)

    def with_id(self, file_id: str) -> StoredFile | None:
        """Any file by its id, whatever its size: people may download what bots may not."""
        return self._by_id.get(file_id)


def check_upload(kind: str, content: bytes) -> None:
    """Raise RefusalError for an upload Telegram would not take as ``kind``."""
    if len(content) > MAX_UPLOAD:
        raise RefusalError(413, "Request Entity Too Large")
    if not content:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        _check_photo(content)


def _check_photo(content: bytes) -> None:
    if len(content) > MAX_PHOTO:
        size = f"file of size {len(content)} bytes is too big for a photo"
        raise bad_request(f"{size}; the maximum size is {MAX_PHOTO} bytes")
    size_in_pixels = image_size(content)
    if size_in_pixels is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size_in_pixels
    if (
        not width
        or not height
        or width + height > MAX_SIDES
        or max(width, height) > MAX_RATIO * min(width, height)
    ):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG from its header; None if it is neither."""
    if content.startswith(_PNG) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return _jpeg_size(content) if content.startswith(_JPEG) else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 <= len(content) and content[position] == 0xFF:
        marker = content[position + 1]
        (length,) = struct.unpack(">H", content[position + 2 : position + 4])
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + length
    return None
