"""Python imports this first in a process started with this folder in PYTHONPATH: no call leaves the machine, and each try is written down.

An audit hook sees every socket that Python opens, through whatever library, and cannot be taken away again.
"""

import os
import sys

HERE = ("localhost", "127.", "::1", "0.0.0.0", "::ffff:127.")
LOG = os.environ.get("GUARD_LOG", "")


def _here(host):
    return host is None or host in ("", b"", "::") or (host.decode() if isinstance(host, bytes) else str(host)).startswith(HERE)


def _watch(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) and address else None  # text: a socket in the file system
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if not _here(host):
        if LOG:
            with open(LOG, "a") as file:
                file.write(f"{event} {host}\n")
        raise OSError(f"the network is gone ({event} {host})")


sys.addaudithook(_watch)
