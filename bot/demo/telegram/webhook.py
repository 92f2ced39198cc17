"""Posting updates to the bot's webhook: in order within a chat, chats side by side, again until 2xx."""

import asyncio
import json
import time
from collections import deque
from typing import Any

import aiohttp

from bot.demo.telegram.updates import Update, Updates

_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_TIMEOUT = aiohttp.ClientTimeout(total=60)
_LONGEST = 64


class Webhook:
    """Where updates go instead of getUpdates; `pause` seconds after a refusal, doubled up to 64-fold."""

    def __init__(self, updates: Updates, pause: float) -> None:
        self.url = ""
        self.max_connections = 40
        self._updates = updates
        self._pause = pause
        self._secret = ""
        self._failure: tuple[int, str] | None = None
        self._lanes: dict[str, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(40)
        self._session: aiohttp.ClientSession | None = None

    def set(self, url: str, secret: str, max_connections: int) -> None:
        """Post to `url` from now on, starting with what is pending; an empty `url` stops."""
        self._stop()
        self.url, self._secret, self.max_connections = url, secret, max_connections
        self._slots = asyncio.Semaphore(max_connections)
        self._failure = None
        self.resume()

    def resume(self) -> None:
        """Post what is pending."""
        for update in self._updates:
            self.offer(update)

    def offer(self, update: Update) -> None:
        """Queue one update behind those of its lane."""
        if not self.url:
            return
        if update.lane in self._lanes:
            self._lanes[update.lane].append(update)
            return
        self._lanes[update.lane] = deque([update])
        task = asyncio.create_task(self._run(update.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def info(self) -> dict[str, Any]:
        """getWebhookInfo."""
        answer: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
        }
        if self.url:
            answer |= {"max_connections": self.max_connections, "ip_address": "127.0.0.1"}
        if self._failure:
            answer |= {"last_error_date": self._failure[0], "last_error_message": self._failure[1]}
        if self._updates.allowed is not None:
            answer["allowed_updates"] = sorted(self._updates.allowed)
        return answer

    async def close(self) -> None:
        """Stop posting; the address is kept."""
        tasks = list(self._tasks)
        self._stop()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._lanes = {}

    async def _run(self, name: str) -> None:
        lanes, lane = self._lanes, self._lanes[name]
        while lane:
            await self._deliver(lane[0])
            lane.popleft()
        del lanes[name]

    async def _deliver(self, update: Update) -> None:
        pause, known = self._pause, update in self._updates
        while not known or update in self._updates:  # a repeated update is not in the queue any more
            async with self._slots:
                taken = await self._post(update)
            if taken:
                self._updates.forget(update)
                return
            await asyncio.sleep(pause)
            pause = min(pause * 2, self._pause * _LONGEST)

    async def _post(self, update: Update) -> bool:
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=_TIMEOUT)
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers[_HEADER] = self._secret
        try:
            async with self._session.post(
                self.url, data=json.dumps(update.body).encode(), headers=headers
            ) as answer:
                await answer.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            refused = isinstance(error, aiohttp.ClientConnectorError)
            self._failure = (int(time.time()), "Connection refused" if refused else "Read timeout expired")
            return False
        if 200 <= answer.status < 300:
            return True
        self._failure = (
            int(time.time()),
            f"Wrong response from the webhook: {answer.status} {answer.reason}",
        )
        return False
