"""Write a file so that nobody ever sees half of it."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file under another name and rename it.

    A symbolic link stays one: what it points to is written. Into a device or a pipe the content goes as it is, since
    renaming would put a file in its place.

    Raises
    ------
    OSError
        If that fails, with the name that the caller knows.
    """
    data = content if isinstance(content, bytes) else content.encode()
    try:
        if path.exists() and not path.is_file():  # asked of the path itself: /dev/stdout may lead to no name at all
            with path.open("wb") as stream:
                stream.write(data)
            return
        target = Path(os.path.realpath(path))
        if target.is_symlink():  # one that leads back to itself
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        _replace(target, data)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


def _replace(path: Path, data: bytes) -> None:
    # A short prefix, since the file's own name may be as long as names can be.
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".zopa-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)  # mkstemp's own mode is for secrets
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
