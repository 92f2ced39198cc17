"""People who write invoices whatever happens: they read the chat, do what it asks, and when nothing comes, again."""

import random
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from bot.demo.telegram import Bubble, Person
from bot.demo.telegram.signals import Signal

NUMBER = re.compile(r"INV-\d{4}-\d{5}")
Deed = Callable[[], object]


def visible(text: str) -> str:
    """Without the marks that isolate names from the sentence around them."""
    return re.sub("[\u2066-\u2069]", "", text)


@dataclass(frozen=True)
class Buyer:
    """Somebody in the address book, and every way they want their invoices."""

    name: str
    email: str = ""
    phone: str = ""

    @property
    def address(self) -> str:
        """As the merchant types it."""
        return f"{self.email} {self.phone}".strip()


def buyers_of(merchant_id: int) -> tuple[Buyer, ...]:
    """One who wants e-mail, one who wants SMS, one who wants both."""
    mail = f"buyer.{merchant_id}@customer.example"
    return (
        Buyer("Ahmed", mail),
        Buyer("Sara", phone=f"+2010{merchant_id:04}1111"),
        Buyer("Omar", f"omar.{mail}", f"+2010{merchant_id:04}2222"),
    )


@dataclass(frozen=True)
class Job:
    """What is to be invoiced: `item` is typed, or tapped where the bot offers it."""

    buyer: Buyer
    item: str
    price: int


@dataclass
class Shopkeeper:
    """Issues one invoice after the other until `closing`; `issued` is what the chat has shown as done."""

    person: Person
    luck: random.Random
    closing: bool = False
    issued: dict[str, Job] = field(default_factory=dict)
    issuing: Signal = field(default_factory=Signal)

    async def work(self) -> None:
        """Until closing time, at least one; the invoice begun last is finished."""
        while not (self.closing and self.issued):
            await self._invoice(self._job(len(self.issued)))

    def _job(self, position: int) -> Job:
        buyer = buyers_of(self.person.id)[position % 3]
        if self.luck.random() < 0.3:
            return Job(buyer, "Espresso", 25)
        return Job(buyer, f"Job {self.person.id}-{position}", 150)

    async def _invoice(self, job: Job) -> None:
        """However often it takes; who gets no further within 150 deeds is stuck."""
        for _ in range(150):
            before = self._seen()
            deed = self._due(job)
            deed()
            if self.luck.random() < 0.2:  # an impatient finger, or Telegram bringing an update twice
                self.luck.choice((deed, self.person.deliver_again))()
            await self._answered(before)
            if number := next(iter(self._numbers() - self.issued.keys()), None):
                self.issued[number] = job
                return
        raise AssertionError(f"{self.person.id} is stuck with {job}:\n{self._transcript()}")

    async def _answered(self, before: object) -> None:
        """Wait for a change, read on until nothing more comes; when none comes at all, so be it."""
        with suppress(TimeoutError):
            await self._changed(before, self.luck.uniform(0.7, 4))
            while True:
                await self._changed(self._seen(), 0.1)

    async def _changed(self, before: object, seconds: float) -> None:
        await self.person.wait_until(lambda: self._seen() != before or None, seconds)

    def _due(self, job: Job) -> Deed:
        """What the newest message that asks for something asks for."""
        for bubble in reversed([one for one in self.person.chat if one.from_bot]):
            if deed := self._asked(bubble, job):
                return deed
        return lambda: self.person.say("/new" if self.issued else "/start")

    def _asked(self, bubble: Bubble, job: Job) -> Deed | None:
        text, name = bubble.text, job.buyer.name
        if text.startswith("🧾 Invoice for"):
            return self._card(bubble, job)
        deeds: dict[str, Callable[[], object]] = {
            "is your business called": lambda: self.person.say(f"Shop {self.person.id}"),
            "Which country": lambda: self._tap(bubble, "Egypt"),
            "registered for VAT": lambda: self._tap(bubble, "No"),
            "Who is it for": lambda: self._tap(bubble, name) or self.person.say(name),
            "in your address book yet": lambda: (
                self._tap(bubble, "Add ") if name in text else self.person.say(name)
            ),
            "Which one do you mean": lambda: self._tap(bubble, name) or self.person.say(name),
            "Where shall the invoices": lambda: (
                self.person.say(job.buyer.address) if name in text else self._tap(bubble, "Back")
            ),
            "new customer called": lambda: self.person.say(name),
            "What is it for": lambda: (
                self._tap(bubble, job.item) or self.person.say(f"{job.item} {job.price}")
            ),
            "How shall": lambda: self._tap(bubble, "Both"),
            "You have an invoice open": lambda: self._tap(bubble, "Go on with it"),
            "I did not get that": lambda: self._tap(bubble, "New invoice"),
            "Welcome back": lambda: self._tap(bubble, "invoice"),
            "first invoice.": lambda: self._tap(bubble, "invoice"),
        }
        if "Again, or by mistake?" in text:
            return lambda: self._tap(bubble, "Issue again")
        if NUMBER.search(text):
            return lambda: self._tap(bubble, "New invoice")
        return next((deed for words, deed in deeds.items() if words in text), None)

    def _card(self, card: Bubble, job: Job) -> Deed:
        """Put right what is wrong, choose every way the buyer is reached by, then issue."""
        if f"for {job.buyer.name}" not in visible(card.text):
            return lambda: self._tap(card, "Customer")
        if job.item not in card.text:
            return lambda: self.person.say(f"{job.item} {job.price}")
        both = job.buyer.email and job.buyer.phone
        if both and not ("✉️" in card.text and "💬" in card.text):
            return lambda: self._tap(card, "Send by")
        return lambda: self._issue(card)

    def _issue(self, card: Bubble) -> None:
        self._tap(card, "Issue and send")
        self.issuing.fire()

    def _tap(self, bubble: Bubble, button: str) -> object:
        """None where there is no such button."""
        labels = [one.text for row in bubble.buttons for one in row]
        return self.person.tap(button, bubble) if any(button in label for label in labels) else None

    def _seen(self) -> list[tuple[int, str]]:
        return [(one.id, one.text) for one in self.person.chat if one.from_bot][-6:]

    def _numbers(self) -> set[str]:
        texts = (one.text for one in self.person.chat if one.from_bot)
        return {found[0] for text in texts if text.startswith("🧾") and (found := NUMBER.search(text))}

    def _transcript(self) -> str:
        return "\n".join(
            f"{'bot' if one.from_bot else 'me'} {one.id}: {one.text!r}" for one in self.person.chat[-12:]
        )
