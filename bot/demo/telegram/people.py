"""The other end of the chat: a person with a phone."""

import secrets
from collections import deque

from bot.demo.telegram.asking import Asker
from bot.demo.telegram.bubbles import Bubble, Button
from bot.demo.telegram.spans import arrange, clean
from bot.demo.telegram.updates import Update
from bot.demo.telegram.world import Chat, Json, World

_EDITABLE = 48 * 3600  # seconds


class Person(Asker):
    """Somebody talking to the bot; call it inside the server's event loop. Actions return the Update sent."""

    def __init__(self, world: World, chat: Chat) -> None:
        super().__init__(world, chat)
        self._chat_instance = str(secrets.randbits(62))
        self._sent: deque[Update] = deque(maxlen=1000)

    def say(self, text: str, reply_to: int | None = None) -> Json:
        """Write a text, perhaps in reply to a message of the chat; "/command" becomes a command entity.

        LookupError where there is no message to reply to.
        """
        text, entities = arrange(clean(text), [])
        if not text:
            raise ValueError("Telegram sends no empty text")
        content: Json = {"text": text} | ({"entities": entities} if entities else {})
        if reply_to is not None:
            content["reply_to_message"] = self._chat.quoted(reply_to)
        return self._speak(content)

    def start(self, payload: str = "") -> Json:
        """Open the bot, perhaps through a link t.me/bot?start=PAYLOAD."""
        return self.say(f"/start {payload}".strip())

    def press(self, text: str) -> Json:
        """Press a button of the reply keyboard. LookupError when it is not there or asks for the contact."""
        keyboard = self._chat.keyboard or {}
        buttons = [button for row in keyboard.get("keyboard", []) for button in row if button["text"] == text]
        if not buttons:
            raise LookupError(f"no reply button {text!r}")
        if buttons[0].get("request_contact"):
            raise LookupError(f"{text!r} asks for the contact: use share_contact")
        if keyboard.get("one_time_keyboard"):
            self._chat.keyboard = None
        return self.say(text)

    def share_contact(
        self,
        phone: str,
        first_name: str,
        last_name: str | None = None,
        user_id: int | None = None,
        vcard: str | None = None,
    ) -> Json:
        """Send a contact of the phone's address book; the person's own when `user_id` is theirs."""
        optional = {"last_name": last_name, "user_id": user_id, "vcard": vcard}
        contact = {"phone_number": phone, "first_name": first_name}
        return self._speak({"contact": contact | {key: value for key, value in optional.items() if value}})

    def send_photo(self, content: bytes, caption: str = "") -> Json:
        """Send a picture."""
        stored = self._world.files.keep(content, "photo.jpg", "image/jpeg", "photos")
        return self._speak({"photo": stored.photo} | self._caption(caption))

    def send_document(
        self, content: bytes, filename: str, mime: str | None = None, caption: str = ""
    ) -> Json:
        """Send a file."""
        stored = self._world.files.keep(content, filename, mime)
        return self._speak({"document": stored.document} | self._caption(caption))

    def edit(self, message_id: int, text: str) -> Json:
        """Change one's own text, within two days. LookupError when there is no such message.

        The same text again makes an update too: Telegram tells of changes that a bot cannot see.
        """
        message = self._chat.messages.get(message_id)
        if message is None or message["from"]["is_bot"] or "text" not in message:
            raise LookupError(f"no text of one's own with id {message_id}")
        if self._world.now() - message["date"] > _EDITABLE:
            raise LookupError(f"the message with id {message_id} is too old to be edited")
        text, entities = arrange(clean(text), [])
        if not text:
            raise ValueError("Telegram sends no empty text")
        kept = {key: value for key, value in message.items() if key != "entities"}
        edited = (
            kept
            | {"text": text, "edit_date": self._world.now()}
            | ({"entities": entities} if entities else {})
        )
        return self._tell("edited_message", self._chat.keep(edited))

    def tap(self, button: str, message: Bubble | int | None = None) -> Json:
        """Tap a button of the newest message that has it: by whole text or data, else by a part of its text.

        LookupError when there is none, or when it opens a link or copies a text.
        """
        bubble, found = self._button(button, message)
        if found.kind != "callback":
            raise LookupError(f"the button {found.text!r} does not call the bot: {found.kind} {found.value}")
        query = str(secrets.randbits(62))
        self._world.queries[query] = self.id
        content = {"id": query, "from": self.user, "message": bubble.raw, "data": found.value}
        return self._tell("callback_query", content | {"chat_instance": self._chat_instance}, lane="taps")

    def unpin(self, message: Bubble | int) -> None:
        """Take a message from the top of the chat; the bot is not told."""
        self._chat.unpin(message.id if isinstance(message, Bubble) else message)

    def share(self, button: str, beside: "Asker | None" = None) -> Json:
        """Tap a button that asks the bot from another chat: the one with somebody. LookupError when it is none."""
        _, found = self._button(button, None)
        if found.kind != "switch":
            raise LookupError(f"the button {found.text!r} leads to no other chat: {found.kind} {found.value}")
        return self.ask(found.value, beside)

    def block(self) -> Json:
        """Stop the bot: it gets 403 from now on."""
        return self._set_blocked(True)

    def unblock(self) -> Json:
        """Let the bot write again."""
        return self._set_blocked(False)

    def deliver_again(self, update: Json | None = None) -> Json:
        """Deliver an update once more with the same update_id (the latest one when none is given)."""
        wanted = update["update_id"] if update else self._sent[-1].id
        found = next(sent for sent in self._sent if sent.id == wanted)
        self._world.deliver_again(found)
        return found.body

    def _caption(self, caption: str) -> Json:
        text, entities = arrange(clean(caption), [])
        return ({"caption": text} | ({"caption_entities": entities} if entities else {})) if text else {}

    def _button(self, wanted: str, message: Bubble | int | None) -> tuple[Bubble, Button]:
        number = message.id if isinstance(message, Bubble) else message
        bubbles = [bubble for bubble in reversed(self.chat) if number in (None, bubble.id)]
        pairs = [(bubble, button) for bubble in bubbles for row in bubble.buttons for button in row]
        for bubble, button in pairs:
            if wanted in (button.text, button.value):
                return bubble, button
        for bubble, button in pairs:
            if wanted in button.text:
                return bubble, button
        raise LookupError(f"no button {wanted!r}; there are {[button.text for _, button in pairs[:20]]}")

    def _speak(self, content: Json) -> Json:
        if self._chat.blocked:
            raise RuntimeError("unblock the bot first")
        self._chat.started = True
        return self._tell("message", self._chat.keep(self._world.new_message(self._chat, self.user, content)))

    def _tell(self, kind: str, content: Json, lane: str = "chat") -> Json:
        update = self._world.push(kind, content, f"{lane}:{self.id}")
        self._sent.append(update)
        return update.body

    def _set_blocked(self, blocked: bool) -> Json:
        member: Json = {"user": self._world.me, "status": "member"}
        kicked: Json = {"user": self._world.me, "status": "kicked", "until_date": 0}
        old, new = (member, kicked) if blocked else (kicked, member)
        self._chat.blocked = blocked
        self._chat.signal.fire()
        change = {"chat": self._chat.face, "from": self.user, "date": self._world.now()}
        return self._tell("my_chat_member", change | {"old_chat_member": old, "new_chat_member": new})
