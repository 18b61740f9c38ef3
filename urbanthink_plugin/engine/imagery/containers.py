"""A folder, a zip or a tar of image files, looked into without unpacking it."""

from __future__ import annotations

import os
import tarfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..errors import UrbanThinkError

ZIP_SUFFIXES = (".zip",)
TAR_SUFFIXES = (".tar", ".tar.gz", ".tgz")
RASTER_SUFFIXES = (".tif", ".tiff", ".jp2", ".img", ".vrt")
#: A product's folder is not searched deeper than this.
DEEPEST = 8


@dataclass(frozen=True)
class Container:
    """Files that belong together.

    Attributes
    ----------
    path : str
        The folder or archive.
    kind : {"folder", "zip", "tar"}
    names : tuple of str
        Relative to it, with forward slashes, sorted.
    """

    path: str
    kind: str
    names: tuple[str, ...]

    def gdal_path(self, name: str) -> str:
        """How GDAL opens a member, also inside an archive."""
        if self.kind == "folder":
            return str(Path(self.path) / name)
        return f"/vsi{self.kind}/{{{os.path.abspath(self.path)}}}/{name}"

    def text(self, name: str) -> str:
        """The content of a small text member."""
        return self._bytes(name).decode("utf-8", errors="replace")

    def find(self, *endings: str) -> list[str]:
        """Members whose name ends so, whatever the case."""
        wanted = tuple(ending.lower() for ending in endings)
        return [name for name in self.names if name.lower().endswith(wanted)]

    def rasters(self) -> list[str]:
        """Members that look like images."""
        return self.find(*RASTER_SUFFIXES)

    def _bytes(self, name: str) -> bytes:
        if self.kind == "zip":
            with zipfile.ZipFile(self.path) as archive:
                return archive.read(name)
        if self.kind == "tar":
            with tarfile.open(self.path) as archive:
                member = archive.extractfile(name)
                return member.read() if member else b""
        return (Path(self.path) / name).read_bytes()


def open_container(path: str) -> Container | None:
    """Look into a folder or an archive; None for anything else.

    Raises
    ------
    UrbanThinkError
        If it does not exist or is a damaged archive.
    """
    if not os.path.exists(path):
        raise UrbanThinkError("{path} does not exist.", "Check the path.", path=path)
    if os.path.isdir(path):
        return Container(path, "folder", _sorted(_walk(Path(path))))
    lower = path.lower()
    try:
        if lower.endswith(ZIP_SUFFIXES):
            with zipfile.ZipFile(path) as archive:
                return Container(path, "zip", _sorted(archive.namelist()))
        if lower.endswith(TAR_SUFFIXES):
            with tarfile.open(path) as archive:
                return Container(path, "tar", _sorted(archive.getnames()))
    except (zipfile.BadZipFile, tarfile.TarError, EOFError) as error:
        raise UrbanThinkError(
            "The archive {path} is damaged or incomplete.", "Copy or download it again.", path=path
        ) from error
    return None


def _walk(folder: Path) -> Iterable[str]:
    for root, folders, files in os.walk(folder):
        place = Path(root).relative_to(folder)
        if len(place.parts) >= DEEPEST:
            folders.clear()
        yield from ((place / name).as_posix() for name in files)


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in names if not PurePosixPath(name).name.startswith(".") and name[-1:] != "/"))
