"""The chat for a web page: JSON under /demo/telegram/, on the same app as the Bot API.

GET  /demo/telegram/state?user=ID    everything the page shows (without user: the first one)
    {"version": 12,                                      grows with each change of what this user sees
     "bot": {"name": "Sanad", "username": "sanad_bot"},
     "users": [{"id": 7, "first_name": "Mona", "last_name": null, "username": null, "language_code": "ar"}],
     "user": {the same fields, "blocked": false},        null when nobody exists yet
     "messages": [MESSAGE, ...],                         oldest first
     "pinned": [ID, ...],                                 newest first
     "keyboard": null | {"rows": [[{"text": "Cash", "contact": false}]], "one_time": false, "resize": true,
                         "placeholder": ""},             contact: the button shares one's contact
     "commands": [{"command": "start", "description": "..."}],
     "action": null | "typing" | "upload_document" | ...,
     "alert": null | {"number": 3, "text": "Saved", "dialog": false},     newest answer to a tap, if it has words
     "offer": null | {"text": "inv-12", "answered": true,                 what was asked inline, until one is chosen
                      "results": [{"id": "12", "title": "..", "description": ".."}],
                      "button": null | {"text": "Set up", "start_parameter": "share"}}}
    MESSAGE {"id": 5, "from": "bot" | "user", "time": UNIX_SECONDS, "edited": false, "reply_to": null | ID,
     "via": null | "sanad_bot",                          the bot that an inline answer is from
     "pins": null | ID,                                  it tells that this message was pinned, and nothing else
     "text": "plain", "html": "safe <b>HTML</b>",        text or caption or ""; needs white-space: pre-wrap
     "buttons": [[{"text": "Issue", "kind": "callback" | "url" | "copy" | "switch" | "other",
                   "value": "data, address, text to copy or words to ask with"}]],
     "document": null | {"name": "a.pdf", "mime": "application/pdf", "size": BYTES, "file_id": "..",
                         "url": "file/.."},
     "photo": null | {"width": 90, "height": 90, "size": BYTES, "file_id": "..", "url": "file/.."},
     "contact": null | {"phone_number": "..", "first_name": "..", "last_name"?, "user_id"?, "vcard"?}}
     `url` is relative to /demo/telegram/.
GET  /demo/telegram/events?user=ID   Server-Sent Events: "data: VERSION" at once and after each change
GET  /demo/telegram/file/FILE_ID     the bytes, with their media type

POST with a JSON body; answers {"ok": true, "version": N} or 400 {"ok": false, "error": "words"}:
    say     {"user": 7, "text": "/start", "reply_to"?: MESSAGE_ID}
    tap     {"user": 7, "message": MESSAGE_ID, "data": "callback data"}
    press   {"user": 7, "text": "text of a reply button"}
    contact {"user": 7, "phone_number": "+20..", "first_name": "Mona", "last_name"?, "user_id"?, "vcard"?}
    ask     {"user": 7, "text": "inv-12"}                "@bot inv-12", typed in this chat
    choose  {"user": 7, "result": "12"}                  one of the answers, into this chat
    unpin   {"user": 7, "message": MESSAGE_ID}
    edit    {"user": 7, "message": MESSAGE_ID, "text": "new"}
    again   {"user": 7, "update_id"?: N}                 the user's latest update once more, same update_id
    block   {"user": 7, "blocked": true | false}
    user    {"first_name": "Mona", "language_code": "ar", "last_name"?: ".."}    answer has "id" too
POST multipart/form-data: photo, document   fields user, file, caption (optional)

Host must be loopback and Origin the page's own, else 403.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.demo.telegram.guard import guarded
from bot.demo.telegram.people import Person
from bot.demo.telegram.showing import state
from bot.demo.telegram.world import World

Introduce = Callable[..., Person]
Action = Callable[[Person, dict[str, Any]], object]

_ACTIONS: dict[str, Action] = {
    "say": lambda person, body: person.say(str(body["text"]), body.get("reply_to")),
    "tap": lambda person, body: person.tap(str(body["data"]), int(body["message"])),
    "press": lambda person, body: person.press(str(body["text"])),
    "contact": lambda person, body: person.share_contact(
        str(body["phone_number"]),
        str(body["first_name"]),
        **{key: body[key] for key in ("last_name", "user_id", "vcard") if body.get(key)},
    ),
    "ask": lambda person, body: person.ask(str(body["text"])),
    "choose": lambda person, body: person.choose(str(body["result"])),
    "unpin": lambda person, body: person.unpin(int(body["message"])),
    "edit": lambda person, body: person.edit(int(body["message"]), str(body["text"])),
    "again": lambda person, body: person.deliver_again(body if "update_id" in body else None),
    "block": lambda person, body: person.block() if body["blocked"] else person.unblock(),
}


class Page:
    """The endpoints behind the page."""

    def __init__(self, world: World, introduce: Introduce) -> None:
        self._world = world
        self._introduce = introduce

    def _person(self, user_id: object) -> Person:
        number = int(str(user_id))
        if number not in self._world.chats:
            raise LookupError(f"no user {number}")
        return self._introduce(number)

    async def state(self, request: Request) -> Response:
        """GET state."""
        wanted = request.query_params.get("user") or next(iter(self._world.chats), None)
        return JSONResponse(state(self._world, None if wanted is None else self._person(wanted)))

    async def events(self, request: Request) -> Response:
        """GET events."""
        person = self._person(request.query_params["user"])
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._versions(person), media_type="text/event-stream", headers=headers)

    async def _versions(self, person: Person) -> AsyncIterator[str]:
        changed, session, sent = asyncio.Event(), self._world.sessions, -1
        with person.listening(changed):
            while self._world.sessions == session:
                changed.clear()
                if person.version != sent:
                    sent = person.version
                    yield f"retry: 1000\ndata: {sent}\n\n"
                else:
                    await changed.wait()

    async def file(self, request: Request) -> Response:
        """GET file/FILE_ID; shown in place only when it is a PDF or a picture."""
        stored = self._world.files.find(request.path_params["file_id"])
        if stored is None:
            return Response(status_code=404)
        shown = stored.media_type in {"application/pdf", "image/png", "image/jpeg", "image/webp", "image/gif"}
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=3600"}
        if not shown:
            headers["Content-Disposition"] = "attachment"
        return Response(stored.content, media_type=stored.media_type, headers=headers)

    def action(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        """POST of one action with a JSON body."""

        async def act(request: Request) -> Response:
            body = await request.json()
            person = self._person(body["user"])
            _ACTIONS[name](person, body)
            return JSONResponse({"ok": True, "version": person.version})

        return act

    async def user(self, request: Request) -> Response:
        """POST user."""
        body = await request.json()
        number = max(self._world.chats, default=1000) + 1
        first_name, language = str(body["first_name"]).strip(), str(body["language_code"])
        if not first_name:
            raise ValueError("first_name is empty")
        person = self._introduce(number, first_name, language, last_name=body.get("last_name"), started=False)
        return JSONResponse({"ok": True, "version": person.version, "id": number})

    async def upload(self, request: Request) -> Response:
        """POST photo or document."""
        async with request.form(max_files=1) as form:
            person, file, caption = self._person(form["user"]), form["file"], str(form.get("caption", ""))
            if not isinstance(file, UploadFile):
                raise TypeError("file must be a file")
            content = await file.read()
            if request.url.path.endswith("/photo"):
                person.send_photo(content, caption)
            else:
                person.send_document(content, file.filename or "file", file.content_type, caption)
        return JSONResponse({"ok": True, "version": person.version})


def routes(world: World, introduce: Introduce) -> list[BaseRoute]:
    """The page's routes; `introduce` is TelegramServer.user."""
    page = Page(world, introduce)
    posts = {name: page.action(name) for name in _ACTIONS}
    posts |= {"user": page.user, "photo": page.upload, "document": page.upload}
    gets = {"state": page.state, "events": page.events, "file/{file_id}": page.file}
    return [
        *(
            Route(f"/demo/telegram/{path}", guarded(endpoint), methods=["GET"])
            for path, endpoint in gets.items()
        ),
        *(
            Route(f"/demo/telegram/{path}", guarded(endpoint), methods=["POST"])
            for path, endpoint in posts.items()
        ),
    ]
