"""One warm process at its bench: it makes PDFs and logos, one after the other, until nobody asks any more.

Whatever it is given, it stays within a gigabyte and ends itself when a job takes too long; an error nobody expected
ends it too. Its pool then answers for it.
"""

import gc
import json
import os
import resource
import signal
import socket
from contextlib import suppress

from bot.rendering.logo import normalised
from bot.rendering.paper import render
from bot.rendering.picture import pictured
from bot.rendering.wire import DONE, NORMALISE, PICTURE, READY, REFUSED, WARM, Frame, Page, packed, receive
from models.errors import UserError

ADDRESS_SPACE = 1 << 30  # bytes
LONGEST_JOB = 20  # seconds; the pool gives up before


def serve(connection: socket.socket) -> None:
    """Say that we are here, and answer frames until the other side closes; the first ones warm us up."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ConnectionError):  # a bot that was killed closes nothing
        connection.sendall(packed(Frame(READY, str(os.getpid()))))
        while question := receive(connection):
            signal.alarm(LONGEST_JOB)
            answer = packed(_answer(question))
            signal.alarm(0)
            connection.sendall(answer)
            gc.collect()
            if question.kind == WARM:
                gc.freeze()


def _answer(question: Frame) -> Frame:
    if question.kind == PICTURE:
        return Frame(DONE, content=pictured(question.content))
    if question.kind != NORMALISE:
        return Frame(DONE, content=render(Page.from_text(question.text), question.content or None))
    try:
        return Frame(DONE, content=normalised(question.content))
    except UserError as error:
        return Frame(REFUSED, json.dumps({"message": error.message, "values": error.values}))
