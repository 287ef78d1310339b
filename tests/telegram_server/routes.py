"""The HTTP side: calls in, JSON out, files for download, and the faults a test asked for."""

from collections.abc import Callable

from aiohttp import web

from tests.telegram_server.calls import Call, Json, read_call
from tests.telegram_server.errors import ApiError, NotSimulatedError, conflict
from tests.telegram_server.faults import Dropped, Fault, FaultPlan, Stalled, refusal
from tests.telegram_server.methods import METHODS
from tests.telegram_server.state import State

_WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class Routes:
    """Answers the bot's requests.

    `changed` is called when a call has come and again when it took effect. `mistakes` collects
    what no test expects: use of a part of the Bot API that is not simulated, and errors in the
    server itself.
    """

    def __init__(self, state: State, token: str, changed: Callable[[], None]) -> None:
        self.calls: list[Call] = []
        self.num_open_calls = 0
        self.faults = FaultPlan()
        self.mistakes: list[Exception] = []
        self._state = state
        self._token = token
        self._changed = changed

    def app(self) -> web.Application:
        """The application to serve."""
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._answer_call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        return app

    async def _answer_call(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self._token:
            return _refused(ApiError(401, "Unauthorized"))
        # Polls stay open by their nature; all other calls are something that the bot does.
        is_poll = request.match_info["method"] == "getUpdates"
        self.num_open_calls += not is_poll
        try:
            return await self._respond(request)
        finally:
            self.num_open_calls -= not is_poll
            self._changed()

    async def _respond(self, request: web.Request) -> web.Response:
        fault = None
        try:
            call = await read_call(request, request.match_info["method"], self._state.clock())
            self.calls.append(call)
            self._changed()
            fault = self.faults.take(call.method)
            result = await self._meet(fault, call)
        except ApiError as error:
            return _refused(error)
        except Exception as error:
            self.mistakes.append(error)
            return _refused(ApiError(501, f"Not Implemented: {error!r}"))
        if isinstance(fault, Dropped) and request.transport is not None:
            request.transport.abort()
        return web.json_response({"ok": True, "result": result})

    async def _meet(self, fault: Fault | None, call: Call) -> object:
        if error := refusal(fault):
            raise error
        if isinstance(fault, Stalled):
            await fault.until.wait()
        if isinstance(fault, Dropped) and not fault.delivered:
            return None
        if call.method == "getUpdates":
            return await self._get_updates(call)
        if call.method not in METHODS:
            raise NotSimulatedError(call.method)
        return METHODS[call.method](self._state, call)

    async def _get_updates(self, call: Call) -> list[Json]:
        if self._state.webhook is not None:
            raise conflict(_WEBHOOK_ACTIVE)
        updates = self._state.updates
        updates.allow(call.params.get("allowed_updates"))
        return await updates.poll(
            call.number("offset"), call.number("limit", 100), float(call.number("timeout"))
        )

    async def _download(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self._token:
            return _refused(ApiError(401, "Unauthorized"))
        for file in self._state.files.values():
            if file.path == request.match_info["path"]:
                return web.Response(body=file.content)
        return _refused(ApiError(404, "Not Found"))


def _refused(error: ApiError) -> web.Response:
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return web.json_response(body, status=error.code)
