"""answerInlineQuery: documents for what a person has typed for the bot in any chat."""

import re
from collections.abc import Callable
from typing import Any

from bot.demo.telegram.keyboards import read_markup
from bot.demo.telegram.links import link_flaw
from bot.demo.telegram.messages import caption_content
from bot.demo.telegram.params import Params
from bot.demo.telegram.questions import Result
from bot.demo.telegram.refusals import bad_request
from bot.demo.telegram.world import Json, World

RESULT_LIMIT, ID_BYTES = 50, 64
_URL_TYPES = {"application/pdf", "application/zip"}


def answer_inline_query(world: World, params: Params) -> bool:
    """Answer an inline query, once, by documents: cached ones or those of a public address."""
    if not world.me["supports_inline_queries"]:
        raise bad_request("USER_BOT_INVALID")
    question = world.questions.get(params.text("inline_query_id"))
    if question is None or question.results is not None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    given = params.structure("results", "inline query results")
    if not isinstance(given, list):
        raise bad_request("can't parse inline query results: Expected an Array")
    if len(given) > RESULT_LIMIT:
        raise bad_request("RESULTS_TOO_MUCH")
    results = [_result(world, each) for each in given]
    if len({result.id for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    question.button = _button(params.structure("button", "inline query results button"))
    question.options = {name: params.text(name) for name in ("cache_time", "is_personal", "next_offset")}
    question.results = results
    world.chats[question.person_id].signal.fire()
    return True


def _result(world: World, given: Any) -> Result:
    if not isinstance(given, dict) or given.get("type") != "document":
        raise bad_request("can't parse inline query result: document expected")
    params = Params(given)
    number, title = params.text("id"), params.text("title")
    if not 1 <= len(number.encode()) <= ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if not title.strip():
        raise bad_request("RESULT_TITLE_EMPTY")
    around = caption_content(world, params)
    if markup := read_markup(params, world.loopback_links):
        around["reply_markup"] = markup
    described = number, title, params.text("description")
    if "document_file_id" not in given:
        return Result(*described, None, _address(params))
    stored = world.files.find(params.text("document_file_id"))
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return Result(*described, {"document": stored.document, **around})


def _address(params: Params) -> str:
    """Never one of this machine: Telegram's servers would have to reach it."""
    url = params.text("document_url")
    if link_flaw(url, loopback=False):
        raise bad_request("WEBDOCUMENT_URL_INVALID")
    if params.text("mime_type") not in _URL_TYPES:
        raise bad_request("WEBDOCUMENT_MIME_INVALID")
    return url


def _button(given: Any) -> Json | None:
    if given is None:
        return None
    if not str(given.get("text", "")).strip():
        raise bad_request("SWITCH_PM_TEXT_EMPTY")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(given.get("start_parameter", ""))):
        raise bad_request("START_PARAM_INVALID")
    return {"text": given["text"], "start_parameter": given["start_parameter"]}


METHODS: dict[str, Callable[[World, Params], Any]] = {"answerInlineQuery": answer_inline_query}
