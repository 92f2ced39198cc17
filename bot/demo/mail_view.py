"""The mailbox as the demo page reads it; the shapes are told in `bot.demo.mailbox`."""

from __future__ import annotations

from email.header import decode_header, make_header
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

if TYPE_CHECKING:
    from bot.demo.mailbox import Mail, Mailbox

# A mail is a stranger's page: no scripts, no forms, nothing fetched; links open outside the frame.
_SANDBOX = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "sandbox allow-popups allow-popups-to-escape-sandbox",
    "X-Content-Type-Options": "nosniff",
}


def routes(mailbox: Mailbox) -> list[BaseRoute]:
    """The page's five addresses."""

    def asked(request: Request) -> Mail:
        number = request.path_params["number"]
        for mail in mailbox.mails:
            if mail.number == number:
                return mail
        raise HTTPException(404)

    async def index(request: Request) -> Response:
        return JSONResponse([_summary(mail) for mail in reversed(mailbox.mails)])

    async def one(request: Request) -> Response:
        mail = asked(request)
        headers = [[name, _decoded(value)] for name, value in mail.parsed.raw_items()]
        return JSONResponse({**_summary(mail), "headers": headers, "text": mail.body("plain")})

    async def html(request: Request) -> Response:
        content = asked(request).body("html").replace("<head>", '<head><base target="_blank">', 1)
        return HTMLResponse(content, headers=_SANDBOX)

    async def raw(request: Request) -> Response:
        name = f'attachment; filename="{asked(request).number}.eml"'
        return Response(
            asked(request).content, media_type="message/rfc822", headers={"Content-Disposition": name}
        )

    async def attachment(request: Request) -> Response:
        files = asked(request).attachments
        if request.path_params["index"] >= len(files):
            raise HTTPException(404)
        file = files[request.path_params["index"]]
        how = "inline" if request.query_params.get("inline") else "attachment"
        name = (file.get_filename() or "file").replace('"', "")
        return Response(
            file.get_content(),
            media_type=file.get_content_type(),
            headers={"Content-Disposition": f'{how}; filename="{name}"', "X-Content-Type-Options": "nosniff"},
        )

    return [
        Route("/demo/mail", index),
        Route("/demo/mail/{number:int}", one),
        Route("/demo/mail/{number:int}/html", html),
        Route("/demo/mail/{number:int}/raw", raw),
        Route("/demo/mail/{number:int}/attachments/{index:int}", attachment),
    ]


def _decoded(value: str) -> str:
    """As RFC 2047 has it; the parser leaves blanks between the encoded words of a long name."""
    return " ".join(str(make_header(decode_header(str(value)))).split())


def _summary(mail: Mail) -> dict[str, Any]:
    headers = mail.parsed
    return {
        "number": mail.number,
        "received_at": mail.received_at.isoformat(timespec="milliseconds"),
        "from": next((_decoded(value) for name, value in headers.raw_items() if name.lower() == "from"), ""),
        "to": list(mail.recipients),
        "subject": str(headers["Subject"]),
        "message_id": str(headers["Message-ID"] or ""),
        "language": str(headers["Content-Language"] or ""),
        "attachments": [
            {
                "filename": file.get_filename(),
                "media_type": file.get_content_type(),
                "size": len(file.get_content()),
            }
            for file in mail.attachments
        ],
    }
