"""What the client asks its system of a folder and of files in it: nothing is followed, nothing is waited for."""

from __future__ import annotations

import os
import stat
import sys

_SHARED = frozenset(
    '9p afs beegfs ceph cifs coda fuse fuseblk gfs2 gpfs lustre ncpfs nfs nfs4 ocfs2 orangefs smb3 smbfs vboxsf'
    ' virtiofs'.split()
)
"""File systems, by Linux' names, of which two machines may see different states."""


_GUARDS = getattr(os, 'O_NOFOLLOW', 0) | getattr(os, 'O_CLOEXEC', 0) | getattr(os, 'O_NONBLOCK', 0)


def supports_places() -> bool:
    """Whether this system has what the data plane needs: users, folders to open files in, mapped files."""
    return hasattr(os, 'O_NOFOLLOW') and os.open in os.supports_dir_fd and sys.byteorder == 'little'


def open_file(name: str, flags: int, folder: int | None = None, mode: int = 0o600) -> int:
    """A descriptor of a file, not of what a link leads to; a FIFO keeps nobody waiting. Raises OSError."""
    return os.open(name, flags | _GUARDS, mode, dir_fd=folder)


def is_own_file(state: os.stat_result) -> bool:
    """Whether it is a regular file of the client's own user."""
    return stat.S_ISREG(state.st_mode) and state.st_uid == os.geteuid()


def open_folder(path: str) -> int:
    """A descriptor of a folder of the client's own user that its machine alone writes to. Raises OSError."""
    folder = open_file(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if os.fstat(folder).st_uid != os.geteuid():
            raise PermissionError(f'{path} belongs to another user')
        if sys.platform == 'linux' and file_system(folder).partition('.')[0] in _SHARED:
            raise OSError(f'{path} is on a network file system or FUSE')
    except BaseException:
        os.close(folder)
        raise
    return folder


def file_system(descriptor: int) -> str:
    """The type of the file system that a descriptor's mount has, as Linux calls it. Raises OSError."""
    with open(f'/proc/self/fdinfo/{descriptor}', encoding='ascii') as info:
        mount = next((line.split()[1] for line in info if line.startswith('mnt_id:')), None)
    with open('/proc/self/mountinfo', encoding='utf-8', errors='replace') as mounts:
        for line in mounts:
            fields = line.split()
            if fields[0] == mount:
                return fields[fields.index('-') + 1]
    raise OSError('The mount of a folder is not known')
