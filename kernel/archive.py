"""One file of a folder, the same bytes each time: names in order, times as the files have them, no owner."""

import os
import pathlib
import stat
import tarfile
import time
import zipfile
import zlib

KINDS = (".tar", ".tar.gz", ".zip")


class BadArchive(Exception):
    """Said to the user in one line."""


def kind(file):
    for end in KINDS:
        if file.name.endswith(end) and file.name != end:
            return end
    raise BadArchive(f"--archive [{file}] must end with one of {', '.join(KINDS)}")


def check(file):
    kind(file)
    if file.exists():
        raise BadArchive(f"--archive [{file}] is there already; name a file that is not")
    if not os.access(file.absolute().parent, os.W_OK):
        raise BadArchive(f"--archive [{file}] cannot be written; name a file in a folder that can")


def write(folder, file):
    """Under a temporary name first. The archive holds the folder with its own name."""
    part = file.with_name(f".{os.getpid()}-{file.name}")
    paths = [folder, *sorted(folder.rglob("*"), key=lambda path: path.as_posix().encode())]
    try:
        (zip_of if kind(file) == ".zip" else tar_of)(folder, paths, part, kind(file))
        os.replace(part, file)
    finally:
        part.unlink(missing_ok=True)


def tar_of(folder, paths, part, end):
    def nobody(member):
        member.uid = member.gid = 0
        member.uname = member.gname = ""
        return member

    # A tar of its own would write the time of day into gzip's head; and 6 is half as long as 9 and as small.
    with open(part, "wb") as raw:
        out = Gzip(raw) if end == ".tar.gz" else raw
        with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as archive:
            for path in paths:
                archive.add(path, path.relative_to(folder.parent).as_posix(), recursive=False, filter=nobody)
        if out is not raw:
            out.close()


class Gzip:
    """A gzip stream without a name and a time."""

    def __init__(self, raw):
        self.raw = raw
        self.deflate = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)

    def write(self, data):
        self.raw.write(self.deflate.compress(data))
        return len(data)

    def close(self):
        self.raw.write(self.deflate.flush())


def zip_of(folder, paths, part, end):
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in paths:
            state = path.stat()
            name = path.relative_to(folder.parent).as_posix() + ("/" if path.is_dir() else "")
            entry = zipfile.ZipInfo(name, time.gmtime(state.st_mtime)[:6])
            entry.create_system = 3
            entry.external_attr = (state.st_mode & 0xFFFF) << 16 | (0x10 if stat.S_ISDIR(state.st_mode) else 0)
            entry.compress_type = zipfile.ZIP_STORED if path.is_dir() or path.suffix == ".jar" else zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as target:
                if path.is_file():
                    with open(path, "rb") as source:
                        while block := source.read(1 << 20):
                            target.write(block)
