"""A mail server that delivers to a list: as much of SMTP as a sender asks for."""

import re
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Mailbox:
    """What was delivered, and where it is delivered to."""

    port: int = 0
    messages: list[EmailMessage] = field(default_factory=list)

    def wait_for(self, to: str, *, seconds: float = 20) -> EmailMessage:
        """Return the newest message to an address, once there is one."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = [each for each in self.messages if to in str(each["To"])]
            if found:
                return found[-1]
            time.sleep(0.05)
        message = f"no mail came to {to}"
        raise AssertionError(message)

    def text_of(self, message: EmailMessage) -> str:
        """Return the plain text of a message."""
        body = message.get_body(preferencelist=("plain",))
        assert body is not None, "the message has no plain text"
        return str(body.get_content()).replace("\r\n", "\n")

    def link_in(self, message: EmailMessage) -> str:
        """Return the first link of a message."""
        found = re.search(r"https?://\S+", self.text_of(message))
        assert found, f"no link in {message['Subject']}"
        return found.group()


class _Delivery(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 mailbox")
        while line := self.rfile.readline().strip().upper():
            if line.startswith(b"DATA"):
                self._say("354 go on")
                self._take()
                self._say("250 taken")
            elif line.startswith(b"QUIT"):
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        mailbox: Mailbox = self.server.mailbox  # type: ignore[attr-defined]  # set below
        mailbox.messages.append(message)


@contextmanager
def receiving() -> Iterator[Mailbox]:
    """Take mail on a port of this machine until the block ends."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Delivery) as server:
        server.daemon_threads = True
        mailbox = Mailbox(port=server.server_address[1])
        server.mailbox = mailbox  # type: ignore[attr-defined]  # for the handler
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield mailbox
        server.shutdown()
        thread.join()
