"""A real SMTP server on loopback that keeps what it accepts and refuses what it is told to."""

import asyncio
import dataclasses
import logging
import re
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.services import free_port

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
ACCEPTED = "250 2.0.0 Accepted"
LARGEST = 1024 * 1024
logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells of every command


@dataclasses.dataclass(frozen=True)
class Received:
    sender: str
    recipient: str
    message_id: str
    content: bytes


class MailServer:
    """A context manager. `received`: what was accepted, in order.

    answer: asked at "MAIL", "RCPT" and "DATA" with the address it is about; what it gives is answered in place of an
    acceptance, unless it gives "".
    """

    def __init__(self, answer: Callable[[str, str], str] = lambda phase, address: "") -> None:
        self.answer = answer
        self.received: list[Received] = []
        self.connections = 0
        self.port = free_port()
        self._sessions: list[SMTP] = []
        self._changed = threading.Condition()

    def __enter__(self) -> "MailServer":
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listen, again at the same port after it was stopped."""
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        if not ready.wait(timeout=10):
            raise TimeoutError("The mail server did not start.")

    def stop(self) -> None:
        """Break every connection off, and refuse new ones until `start`."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopped.set)
            self._thread.join(timeout=10)

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._stopped = asyncio.get_running_loop(), asyncio.Event()
        server = await self._loop.create_server(self._session, "127.0.0.1", self.port)
        ready.set()
        await self._stopped.wait()
        server.close()
        self.break_off()

    def _session(self) -> SMTP:
        self._sessions.append(SMTP(self, hostname="127.0.0.1", data_size_limit=LARGEST, loop=self._loop))
        return self._sessions[-1]

    def break_off(self) -> None:
        """Break every connection off without a word. To be called from `answer`, in the server's own thread."""
        for session in self._sessions:
            if session.transport:
                session.transport.close()
        self._sessions.clear()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def recipients(self) -> Counter[str]:
        """How often each address was written to."""
        return Counter(mail.recipient for mail in list(self.received))

    def wait_for(self, number: int, *, seconds: float) -> int:
        """Wait until `number` mails were accepted, or `seconds` are over; gives how many were."""
        with self._changed:
            self._changed.wait_for(lambda: len(self.received) >= number, timeout=seconds)
        return len(self.received)

    async def handle_EHLO(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        if refusal := self.answer("MAIL", address):
            return refusal
        envelope.mail_from = address
        return ACCEPTED

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        if refusal := self.answer("RCPT", address):
            return refusal
        envelope.rcpt_tos.append(address)
        return ACCEPTED

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if refusal := self.answer("DATA", envelope.rcpt_tos[0]):
            return refusal
        content = envelope.original_content or b""
        found = MESSAGE_ID.search(content)
        kept = Received(
            envelope.mail_from or "", ", ".join(envelope.rcpt_tos), found[1].decode() if found else "", content
        )
        with self._changed:
            self.received.append(kept)
            self._changed.notify_all()
        return ACCEPTED
