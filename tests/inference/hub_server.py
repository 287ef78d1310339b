"""A small server with the part of the hub's HTTP API that a snapshot needs."""

from __future__ import annotations

import hashlib
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass(slots=True)
class Repo:
    """One repository at one commit, which `main` names."""

    files: dict[str, bytes]
    is_gated: bool = False  # everybody sees what is there, few may have it
    breaks_once: set[str] = field(default_factory=set)  # files whose first answer is cut short


@dataclass(slots=True)
class HubServer:
    """What is on the hub, and which files were asked for."""

    repos: dict[str, Repo] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)
    endpoint: str = ""

    @contextmanager
    def running(self) -> Iterator[HubServer]:
        """On a free port of this machine."""
        hub = self

        class Handler(_Handler):
            server_state = hub

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server_state: HubServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        parts = unquote(urlsplit(self.path).path).strip("/").split("/")
        is_api = parts[:2] == ["api", "models"]
        owner, name, verb, revision, *rest = parts[2:] if is_api else parts
        repo = self.server_state.repos.get(f"{owner}/{name}")
        if repo is None:
            self._refuse(404, "RepoNotFound")
        elif revision not in ("main", COMMIT):
            self._refuse(404, "RevisionNotFound")
        elif is_api:
            self._send_json(_info(repo) if verb == "revision" else _tree(repo))
        elif repo.is_gated:
            self._refuse(403, "GatedRepo")
        else:
            self._send_file(f"{owner}/{name}", repo, "/".join(rest))

    def _refuse(self, status: int, code: str) -> None:
        self.send_response(status)
        self.send_header("X-Error-Code", code)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send_json(self, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send_file(self, name: str, repo: Repo, path: str) -> None:
        body = repo.files[path]
        start = int(self.headers.get("Range", "bytes=0-")[len("bytes=") :].partition("-")[0])
        self.send_response(206 if start else 200)
        self.send_header("ETag", f'"{hashlib.sha256(body).hexdigest()}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("Content-Length", str(len(body) - start))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.end_headers()
        if self.command == "GET":
            self.server_state.fetched.append(f"{name}/{path}")
            self.wfile.write(self._cut(repo, path, body[start:]))

    def _cut(self, repo: Repo, path: str, body: bytes) -> bytes:
        if path not in repo.breaks_once:
            return body
        repo.breaks_once.discard(path)
        self.close_connection = True
        return body[: len(body) // 2]


def _info(repo: Repo) -> dict[str, object]:
    siblings = [{"rfilename": path, "size": len(body)} for path, body in repo.files.items()]
    return {"id": "owner/name", "sha": COMMIT, "siblings": siblings}


def _tree(repo: Repo) -> list[dict[str, object]]:
    return [
        {"type": "file", "path": path, "size": len(body), "oid": hashlib.sha1(body).hexdigest()}  # noqa: S324  # as git does
        for path, body in repo.files.items()
    ]
