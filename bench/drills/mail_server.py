"""A mail server on loopback that can be down, then up: it takes whatever it is given."""

import socketserver
import threading
from contextlib import contextmanager


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self._say("220 drill")
        while line := self.rfile.readline().decode(errors="replace").strip():
            command = line.split()[0].upper()
            if command == "DATA":
                self._say("354 go on")
                self.server.letters.append(self._letter())
            elif command == "QUIT":
                return self._say("221 bye")
            self._say("250 drill" if command in ("EHLO", "HELO") else "250 ok")

    def _letter(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def _say(self, text):
        self.wfile.write(text.encode() + b"\r\n")


@contextmanager
def mail_server(port):
    """Serves while the block runs; gives the list that letters are put into."""
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", port), Conversation) as server:
        server.letters = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.letters
        server.shutdown()
