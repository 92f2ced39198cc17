"""Customers who are in the address book twice: found, offered, merged with all that names them, or kept apart."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import timedelta
from time import process_time
from typing import Any

import pytest
from sqlmodel import col, select
from telegram import Update

from bot.books.importing import wanted_batch
from bot.database import Database
from bot.drafts import keep, open_new
from bot.issuing import issue_invoice
from bot.likeness import Entry, likely, pairs_among
from bot.merging import merge, merging_of
from models.aliases import searched
from models.batch import WANTED, Batch
from models.customer import Customer
from models.draft import Composition, Draft
from models.errors import UserError
from models.invoice import Invoice
from models.member import Member
from models.merchant import Merchant
from models.text import folded
from tests.books import at_work, is_card, knows
from tests.builders import NOON, a_customer, a_line, a_merchant, at_home, compose
from tests.chatting import Talk, labels, on_sqlite, talk
from tests.test_arabic import is_read


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    """A merchant in Egypt who knows Acme and sells logos at 150."""
    async with at_work(database) as somebody:
        yield somebody


async def book(database: Database) -> dict[str, Customer]:
    async with database.reading() as session:
        return {one.name: one for one in (await session.exec(select(Customer))).all()}


async def whose(database: Database) -> list[int]:
    """Whose each invoice is, by id."""
    async with database.reading() as session:
        return list((await session.exec(select(Invoice.customer_id).order_by(col(Invoice.id)))).all())


def are_alike(one: str, other: str, mine: Any = None, theirs: Any = None) -> bool:
    entries = [Entry(1, one, **(mine or {})), Entry(2, other, **(theirs or {}))]
    found = pairs_among(entries) == [(1, 2)]
    assert (likely(entries, entries[0]) == [2]) is found
    assert (likely(entries, entries[1]) == [1]) is found
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Trading", "ACME Trading Co."), ("Acme Trading", "acme  tradng"), ("Coffee Shop", "Coffeeshop"),
        ("Nile L.L.C.", "The Nile"), ("شركة النور", "النور"), ("أحمد سمير", "احمد سمير"), ("مؤسسة الهدى", "الهدي"),
        ("Mohamed Hassan", "Mohamad Hasan"), ("Studio 54", "Studio ٥٤"),
    ],
)  # fmt: skip
def test_names_written_otherwise_or_with_a_slip_are_alike(one: str, other: str) -> None:
    assert are_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ahmed Ali", "Ahmed Aly Hassan"), ("Ahmed Ali", "Ahmed Aly"), ("Acme", "Acme Trading"),
        ("Studio 54", "Studio 55"), ("Sara", "Sama"), ("Nile", "Delta"), ("Customer 10", "Customer 1"),
        ("أحمد علي", "أحمد عليوة"), ("Company", "Limited"), ("Mohamed Hassan", "Hassan Mohamed"),
    ],
)  # fmt: skip
def test_other_people_are_not(one: str, other: str) -> None:
    assert not are_alike(one, other)


def test_one_phone_or_one_address_is_enough() -> None:
    assert are_alike("Acme", "Mona", {"phone": "+201001234567"}, {"phone": "+201001234567"})
    assert are_alike("Acme", "Mona", {"email": "Pay@acme.example"}, {"email": "pay@ACME.example"})


def test_two_people_of_one_name_are_reached_in_different_places() -> None:
    assert are_alike("Mona", "Mona")
    assert are_alike("Acme", "Acme Ltd", {"email": "pay@acme.example"}, {"email": "info@acme.example"})
    assert not are_alike("Mona", "Mona", {"email": "mona@one.example"}, {"email": "mona@two.example"})
    assert not are_alike("Mona", "Mona", {"phone": "+201001234567"}, {"phone": "+201001234568"})


def test_another_name_counts_and_who_was_told_apart_does_not() -> None:
    assert are_alike("Acme", "The big one", {"aliases": "Big Brand\nbig one"})
    assert not are_alike("Acme", "Acme", {"distinct_from": "2\n3"}, {"distinct_from": "1"})


def test_who_took_over_somebody_that_was_told_apart_is_apart_too() -> None:
    """Only that one's memory was taken over; the other remembers who has gone."""
    assert not are_alike("Acme", "Acme", {"distinct_from": "9"}, {"distinct_from": "1"})
    assert not are_alike("Acme", "Acme", {"distinct_from": "2"}, {"distinct_from": "9"})


def test_ten_thousand_customers_are_compared_in_less_than_a_second() -> None:
    luck = random.Random(7)  # noqa: S311 - names, not secrets
    names = ["Ahmed", "Mohamed", "Mahmoud", "Sara", "Khaled", "Ibrahim", "Youssef", "Acme", "شركة", "محمد"]
    entries = [
        Entry(at, " ".join(luck.choices(names, k=2)) + f" {luck.randrange(10**5):x}", "", f"u{at}@x.example")
        for at in range(10_000)
    ]
    before = process_time()
    pairs_among(entries)
    assert process_time() - before < 1


async def test_the_list_offers_pairs_one_by_one_and_says_what_merging_does(mona: Talk) -> None:
    await mona.says("acme logo")
    await mona.taps("Issue and send")
    await knows(mona, "ACME Ltd.", phone="+201001234567", address="12 Nile Street", email="info@acme.example")
    listed = await mona.says("/customers")
    assert "🔀 Possible duplicates: 1" in labels(listed)
    asked = await mona.taps("Possible duplicates")
    assert asked.id == listed.id
    for said in (
        "• Acme · pay@acme.example", "• ACME Ltd. · info@acme.example · +201001234567",
        "• The name is Acme; ACME Ltd. becomes another name of theirs.", "• Added: Phone +201001234567",
        "• Added: Address 12 Nile Street", "• Not kept: E-mail info@acme.example",
    ):  # fmt: skip
        assert said in asked.text
    assert "invoice of" not in asked.text
    asked = await mona.taps("Keep ACME Ltd. instead")
    assert "• The name is ACME Ltd.; Acme becomes another name of theirs." in asked.text
    assert "• Not kept: E-mail pay@acme.example" in asked.text
    assert "• 1 invoice of Acme is listed with ACME Ltd.'s. What it says stays as it is." in asked.text
    shown = await mona.taps("Merge into one")
    assert "Nobody looks like being in your address book twice." in shown.text
    assert mona.person.alerts[-1].text == "They are one now: ACME Ltd."
    (only,) = (await book(mona.database)).values()
    assert (only.name, only.aliases, only.email) == ("ACME Ltd.", "Acme", "info@acme.example")
    assert await whose(mona.database) == [only.key]


async def test_merging_keeps_what_was_issued_and_finds_the_customer_by_both_names(mona: Talk) -> None:
    await mona.says("acme logo")
    await mona.taps("Issue and send")
    await mona.says("Acme Ltd sales@acme.example: 2 logo")
    await mona.taps("Issue and send")
    async with mona.database.reading() as session:
        before = list((await session.exec(select(Invoice.document).order_by(col(Invoice.id)))).all())
    await mona.says("/customers")
    await mona.taps("Possible duplicates")
    await mona.taps("Merge into one")
    async with mona.database.reading() as session:
        assert list((await session.exec(select(Invoice.document).order_by(col(Invoice.id)))).all()) == before
        assert all(issued.is_intact for issued in (await session.exec(select(Invoice))).all())
    assert len(set(await whose(mona.database))) == 1
    mona.clock[0] += timedelta(hours=1)
    await mona.says("/cancel")
    for name in ("acme ltd", "acme"):
        assert "Invoice for Acme" in (await mona.says(f"{name} 3 logo")).text
        await mona.taps("✕ Cancel")


@on_sqlite
async def test_the_page_of_a_customer_offers_it_and_leads_back(mona: Talk) -> None:
    await knows(mona, "ACME Ltd.")
    await mona.says("/customers")
    page = await mona.taps("ACME Ltd.")
    assert "🔀 Same as Acme?" in labels(page)
    asked = await mona.taps("Same as Acme")
    assert "Skip ›" not in labels(asked)
    assert "<b>" not in (await mona.taps("‹ Back")).text
    await mona.taps("Same as")
    shown = await mona.taps("Merge into one")
    assert shown.text.startswith("Acme\n")
    assert "Other names: ACME Ltd." in shown.text
    assert not any("Same as" in label for label in labels(shown))


async def test_who_is_kept_apart_is_not_offered_again(mona: Talk) -> None:
    await knows(mona, "ACME Ltd.")
    await mona.says("/customers")
    await mona.taps("Possible duplicates")
    await mona.taps("They are two customers")
    assert not any("duplicates" in label for label in labels(await mona.says("/customers")))
    assert not any("Same as" in label for label in labels(await mona.taps("ACME Ltd.")))
    found = await book(mona.database)
    assert found["Acme"].distinct_from == str(found["ACME Ltd."].key)
    await knows(mona, "Acme Inc", email="pay@acme.example")
    await mona.says("/customers")
    await mona.taps("Acme Inc")
    await mona.taps("Same as Acme?")
    await mona.taps("Merge into one")
    assert not any("duplicates" in label for label in labels(await mona.says("/customers")))


@on_sqlite
async def test_pairs_can_be_skipped(mona: Talk) -> None:
    await knows(mona, "ACME Ltd.")
    for name in ("Nile", "Nile Co."):
        await knows(mona, name)
    await mona.says("/customers")
    assert "(1 of 2)" in (await mona.taps("Possible duplicates: 2")).text
    second = await mona.taps("Skip")
    assert "(2 of 2)" in second.text
    assert "Nile Co." in second.text
    assert "(1 of 2)" in (await mona.taps("Skip")).text
    await mona.taps("Skip")
    left = await mona.taps("They are two customers")
    assert "ACME Ltd." in left.text
    assert "(1 of 1)" in left.text


@on_sqlite
async def test_the_card_of_a_newcomer_asks_without_standing_in_the_way(mona: Talk) -> None:
    shown = await mona.says("Acme Ltd sales@acme.example: logo")
    assert "🔀 Is this Acme · pay@acme.example, who is in your address book already?" in shown.text
    assert is_card(shown)
    asked = await mona.taps("Same as Acme?")
    assert asked.id == shown.id
    assert is_card(await mona.taps("Back to the invoice"))
    await mona.taps("Same as Acme?")
    card = await mona.taps("Merge into one")
    assert is_card(card)
    assert card.id == shown.id
    assert "Invoice for Acme\n" in card.text
    assert "Same as" not in " ".join(labels(card))
    assert "INV-2026-00001" in (await mona.taps("Issue and send")).text
    (only,) = (await book(mona.database)).values()
    assert only.aliases == "Acme Ltd"


@on_sqlite
async def test_a_newcomer_who_is_somebody_else_is_asked_about_once(mona: Talk) -> None:
    await mona.says("Acme Ltd sales@acme.example: logo")
    await mona.taps("Same as Acme?")
    card = await mona.taps("They are two customers")
    assert is_card(card)
    assert "🔀" not in card.text


@on_sqlite
async def test_a_shared_contact_with_somebodys_number_is_asked_about(mona: Talk) -> None:
    await knows(mona, "Sara", phone="+201001234567")
    shown = await mona.brings(mona.person.share_contact("+201001234567", "Sarah", "N."))
    assert "🔀 Is this Sara · +201001234567, who is in your address book already?" in shown.text
    await mona.taps("Same as Sara?")
    await mona.taps("Merge into one")
    assert set(await book(mona.database)) == {"Acme", "Sara"}


@on_sqlite
async def test_buttons_of_one_who_was_merged_say_so_and_nobody_gets_that_number_again(mona: Talk) -> None:
    await knows(mona, "ACME Ltd.")
    await mona.says("/customers")
    await mona.taps("Possible duplicates")
    taps = [mona.person.tap(label) for label in ("Merge into one", "They are two", "Keep ACME")]
    gone = (await book(mona.database))["ACME Ltd."].key
    await mona.brings(taps[0])
    for tap in taps[1:]:
        await mona.brings(tap)
        assert mona.person.alerts[-1].text == "This customer is no longer in your address book."
    await knows(mona, "Somebody")
    assert (await book(mona.database))["Somebody"].key > gone


@on_sqlite
async def test_another_merchants_customers_are_neither_shown_nor_merged(mona: Talk) -> None:
    await knows(mona, "ACME Ltd.")
    async with mona.database.writing() as session:
        stranger = a_merchant(name="Stranger")
        session.add(stranger)
        await session.flush()
        theirs = a_customer(stranger.key, "Acme")
        session.add(theirs)
    await mona.says("/customers")
    tap = mona.person.tap("Possible duplicates")
    mine = (await book(mona.database))["ACME Ltd."].key
    for number, kind in enumerate(("ms", "mg", "mk")):
        for pair in ((mine, theirs.key), (theirs.key, mine), (mine, mine)):
            data = f"{kind}:{pair[0]}:{pair[1]}:-1"
            query = {**tap["callback_query"], "data": data}
            await mona.brings({"update_id": 20_000 + number * 10 + pair[0], "callback_query": query})
            assert "no longer in your address book" in str(mona.person.alerts[-1].text)
    async with mona.database.reading() as session:
        assert len((await session.exec(select(Customer))).all()) == 3


async def test_what_is_composed_or_put_aside_goes_on_for_the_one_who_stays(database: Database) -> None:
    async with database.writing() as session:
        merchant, acme, draft = await at_home(session)
        double = a_customer(merchant.key, "Acme Ltd", phone="+201001234567", channels="sms")
        session.add_all((double, Member(user_id=8, merchant_id=merchant.key, name="Omar", created_at=NOON)))
        await session.flush()
        compose(draft, double)
        aside = {"customer_id": double.key, "lines": []}
        other = Draft(chat_id=8, scratch={"waiting": {"step": None, "scratch": {"set_aside": aside}}})
        stranger = Draft(chat_id=9, composition={"customer_id": double.key})
        session.add_all((other, stranger))
    async with database.writing() as session:
        await merge(session, merchant.key, acme.key, double.key)
    async with database.reading() as session:
        drafts = {one.chat_id: one for one in (await session.exec(select(Draft))).all()}
        assert (drafts[7].composition or {})["customer_id"] == acme.key
        kept = drafts[8].scratch["waiting"]["scratch"]["set_aside"]
        assert kept == {"customer_id": acme.key, "lines": []}
        assert drafts[9].composition == {"customer_id": double.key}
        stays = await session.get_one(Customer, acme.key)
        assert (stays.phone, stays.channels, stays.email) == ("+201001234567", "sms", "pay@acme.example")


async def test_a_name_that_is_somebody_elses_too_becomes_nobodys_other_name(database: Database) -> None:
    async with database.writing() as session:
        merchant, acme, _ = await at_home(session)
        monas = [
            a_customer(merchant.key, "Mona", aliases="Moni", search_aliases="\nmoni\n") for _ in range(2)
        ]
        session.add_all(monas)
        await session.flush()
        assert not (await merging_of(session, merchant.key, acme.key, monas[0].key)).is_alias
        await merge(session, merchant.key, acme.key, monas[0].key)
        await session.refresh(acme)
        assert acme.aliases == "Moni"


async def test_other_names_are_no_more_than_a_customer_can_have_and_those_without_room_are_told(
    mona: Talk,
) -> None:
    names = [f"Brand {word}" for word in ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")]
    both = {0: names[:6], 1: [*names[4:], "Brand Nine", "Brand Ten"]}
    for at, aliases in both.items():
        typed = "\n".join(aliases)
        await knows(mona, f"Nile{' Co.' * at}", aliases=typed, search_aliases=searched(typed))
    await mona.says("/customers")
    asked = await mona.taps("Possible duplicates")
    assert "Nile Co. becomes another name of theirs" in asked.text
    assert "• Not kept: Other names Brand Ten" in asked.text
    await mona.taps("Merge into one")
    nile = (await book(mona.database))["Nile"]
    assert nile.aliases.splitlines() == ["Nile Co.", *names, "Brand Nine"]
    assert nile.search_aliases == searched(nile.aliases)


async def test_an_invoice_issued_while_merging_is_the_one_who_stays_or_refused(database: Database) -> None:
    async with database.writing() as session:
        merchant, acme, draft = await at_home(session)
        double = a_customer(merchant.key, "Acme Ltd")
        session.add(double)
        await session.flush()
        open_new(draft)
        keep(draft, Composition(customer_id=double.key, lines=[a_line()]))

    async def issues() -> None:
        async with database.writing() as session:
            mine = select(Draft).where(Draft.chat_id == 7).with_for_update()
            composed = (await session.exec(mine)).one()
            owner = await session.get_one(Merchant, merchant.key)
            await issue_invoice(session, composed, owner, "Mona", NOON)

    async def merges() -> None:
        async with database.writing() as session:
            await merge(session, merchant.key, acme.key, double.key)

    await asyncio.gather(issues(), merges(), return_exceptions=False)
    assert await whose(database) == [acme.key]
    with pytest.raises(UserError, match="no longer"):
        await merges()


async def test_merging_twice_at_once_merges_once(mona: Talk) -> None:
    await knows(mona, "ACME Ltd.")
    await mona.says("/customers")
    await mona.taps("Possible duplicates")
    tap, bot = mona.person.tap("Merge into one"), mona.front.application.bot
    both = (tap, {**tap, "update_id": 9_000})
    await asyncio.gather(*(mona.front.handle(Update.de_json(raw, bot)) for raw in both))
    assert set(await book(mona.database)) == {"Acme"}


async def test_merging_waits_for_an_import_that_may_change_the_customers(database: Database) -> None:
    async with database.writing() as session:
        merchant, acme, _ = await at_home(session)
        double = a_customer(merchant.key, "Acme Ltd")
        batch = Batch(
            merchant_id=merchant.key, chat_id=7, message_id=1, book="customers", state=WANTED, created_at=NOON
        )
        session.add_all([double, batch])

    async def merges() -> None:
        async with database.writing() as session:
            await merge(session, merchant.key, acme.key, double.key)

    async with database.writing() as session:
        assert await wanted_batch(session, 7, batch.key) is not None
        merging = asyncio.create_task(merges())
        await asyncio.sleep(0.1)
        assert not merging.done()
        (await session.get_one(Customer, double.key)).phone = "+201001234567"
    await merging
    (kept,) = (await book(database)).values()
    assert kept.phone == "+201001234567"


@on_sqlite
async def test_all_of_it_is_said_in_arabic(database: Database) -> None:
    async with talk(database, "ar", smtp_host="127.0.0.1", smtp_security="plain") as salma:
        await is_read(
            salma, "/start", "ستوديو سلمى", "مصر", "لا", "النور a@noor.example: شعار 150", "[إصدار وإرسال]",
            "شركة النور info@noor.example: شعار 200", "[هل هو نفسه]", "[الإبقاء على]", "[الإبقاء على]",
            "[العودة]", "/customers", "[شركة النور]", "[هل هو نفسه]", "[رجوع]", "/customers", "[مكررون]",
            "[دمج في عميل واحد]", "/customers",
        )  # fmt: skip
        (only,) = (await book(database)).values()
        assert (only.search_name, only.aliases) == (folded("النور"), "شركة النور")
