"""A reader with several connections, in a process of its own: `python -m bench.load` takes a JSON order on standard
input and gives a JSON account. It speaks to this machine alone, and no more often than it was told.
"""

import asyncio
import collections
import json
import re
import sys
import time
from typing import Any

LOOPBACK = "127.0.0.1"
CONTENT_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


async def read_on(port: int, requests: "collections.deque[bytes]", account: dict[str, Any]) -> None:
    """Send one request after the other over one connection, opened again when the server closes it."""
    connection = None
    while requests:
        request = requests.popleft()
        if connection is None:
            connection = await asyncio.open_connection(LOOPBACK, port)
        reader, writer = connection
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = CONTENT_LENGTH.search(head)
        body = await reader.readexactly(int(length[1])) if length else b""
        account["statuses"][head[9:12].decode()] += 1
        account["bytes"] += len(body)
        if b"connection: close" in head.lower():
            writer.close()
            connection = None
    if connection:
        connection[1].close()


async def carry_out(order: dict[str, Any]) -> dict[str, Any]:
    head = "".join(f"{name}: {value}\r\n" for name, value in {"Host": LOOPBACK, **order["headers"]}.items())
    requests = collections.deque(
        f"GET {path} HTTP/1.1\r\n{head}\r\n".encode() for _round in range(order["rounds"]) for path in order["paths"]
    )
    account: dict[str, Any] = {"statuses": collections.Counter(), "bytes": 0, "requests": len(requests)}
    started = time.perf_counter()
    await asyncio.gather(*(read_on(order["port"], requests, account) for _one in range(order["connections"])))
    account["seconds"] = time.perf_counter() - started
    return account


if __name__ == "__main__":
    print(json.dumps(asyncio.run(carry_out(json.load(sys.stdin)))))
