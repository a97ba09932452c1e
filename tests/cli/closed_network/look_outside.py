"""Looks outside in every way, first itself and then in a child; used to prove that the closed network notices."""

import contextlib
import socket
import subprocess
import sys

inside = socket.create_server(("127.0.0.1", 0))
socket.create_connection(inside.getsockname()).close()
socket.getaddrinfo("localhost", 25)
for look in (
    lambda: socket.socket().connect(("192.0.2.1", 9)),
    lambda: socket.socket(socket.AF_INET6).connect_ex(("2001:db8::1", 9, 0, 0)),
    lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"", ("192.0.2.1", 53)),
    lambda: socket.getaddrinfo("example.org", 25),
    lambda: socket.create_connection(("example.org", 25), 1),
    lambda: socket.gethostbyname("example.org"),
):
    with contextlib.suppress(OSError):
        look()
if sys.argv[1:] != ["child"]:
    subprocess.run([sys.executable, __file__, "child"], check=True)
