"""Put before everything on PYTHONPATH, this closes the network: whoever looks outside the loopback is written down.

It works in every Python process that inherits the environment, a Prefect server and its children among them.
"""

import errno
import ipaddress
import os
import socket

_LOG = os.environ["CLOSED_NETWORK_LOG"]
_OWN_NAMES = {"", "localhost", socket.gethostname()}


def _is_inside(host):
    if host is None or isinstance(host, bytes):
        host = (host or b"").decode()
    if host in _OWN_NAMES:
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _write_down(call, target):
    with open(_LOG, "a", encoding="utf-8") as log:
        log.write(f"{os.getpid()} {call} {target!r}\n")


def _guarded_call(cls, name):
    original = getattr(cls, name)

    def guarded(self, *arguments):
        address = arguments[-1]
        if isinstance(address, tuple) and not _is_inside(address[0]):
            _write_down(name, address)
            raise OSError(errno.ENETUNREACH, f"closed network: {address}")
        return original(self, *arguments)

    setattr(cls, name, guarded)


def _guarded_lookup(name):
    original = getattr(socket, name)

    def guarded(host, *arguments, **options):
        if not _is_inside(host):
            _write_down(name, host)
            raise socket.gaierror(socket.EAI_NONAME, f"closed network: {host}")
        return original(host, *arguments, **options)

    setattr(socket, name, guarded)


for _name in ("connect", "connect_ex", "sendto"):
    _guarded_call(socket.socket, _name)
for _name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
    _guarded_lookup(_name)
