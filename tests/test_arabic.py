"""The whole conversation in Arabic: right to left, in Arabic words, and with Arabic digits if one likes."""

import io
import re
import unicodedata
from collections.abc import Iterator

import pypdf
import pytest
from sqlmodel import select

from bot.commands import COMMANDS, register_commands
from bot.database import Database
from bot.demo.telegram import Person
from bot.direction import arranged
from bot.language import texts
from handlers.views.questions import QUESTIONS
from handlers.views.sections import SECTIONS
from models.merchant import Merchant as Account
from tests.chatting import Talk, on_sqlite, talk
from tests.town import Merchant, town

MAIL, PHONE = "nour@shop.example", "+201001234567"
# Settings a Saudi business that writes in one language and has no account number here is not asked for.
ELSEWHERE = {
    "second_name", "account_name", "bic", "street", "building_number", "postcode", "town", "pix_key", "upi_id",
    "instapay_link", "preferred_code", "cash_rounding",
}  # fmt: skip
ISOLATE = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")
# What has no Arabic form: addresses, links, commands, codes, what numbers are made of, the other language's name.
LATIN = re.compile(
    r"\S+@\S+|https?://\S+|[a-z]+\.[a-z]{2,3}\b|/[a-z]+|\{[A-Za-z:0-9]+\}|(?:INV|CN)[-\d]*|A-Z|A-F|#[0-9a-f]{6}|[A-Z][a-z]+/[A-Z][a-z]+"
    r"|\b(?:EGP|SAR|USD|EUR|EG|PDF|PNG|JPEG|WebP|XLSX|CSV|VCF|IBAN|English)\b|\b[A-Z]{2}\d\d\b|\bFR\d{11}\b"
)


def said(person: Person) -> Iterator[str]:
    """Every line of the bot's messages and of its answers to taps."""
    for text in (
        *(bubble.text for bubble in person.chat if bubble.from_bot),
        *(a.text for a in person.alerts),
    ):
        yield from filter(None, text.splitlines())


def shown(person: Person) -> Iterator[str]:
    """The same, and every button."""
    yield from said(person)
    for bubble in person.chat:
        yield from (button.text for row in bubble.buttons for button in row)


def english_words(line: str) -> list[str]:
    """Latin letters that are no value."""
    return re.findall("[A-Za-z]+", LATIN.sub("", line))


def outside_isolates(line: str) -> str:
    """What decides the line's direction."""
    while ISOLATE.search(line):
        line = ISOLATE.sub("", line)
    return line


def runs_right_to_left(line: str) -> bool:
    """Whether its first strong character does (UAX #9, P2)."""
    classes = (unicodedata.bidirectional(character) for character in outside_isolates(line))
    return next((found for found in classes if found in {"L", "R", "AL"}), "none") in {"R", "AL"}


async def is_read(salma: Talk, *steps: str) -> None:
    """Each step typed, or tapped where it is [a button]; every screen on the way is checked."""
    for step in steps:
        await (salma.taps(step[1:-1]) if step.startswith("[") else salma.says(step))
        assert not [line for line in shown(salma.person) if english_words(line)], step
        ours = [line for line in said(salma.person) if outside_isolates(line)]  # else a value alone
        assert all(map(runs_right_to_left, ours)), step


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_invoice_in_arabic_from_hello_to_the_customers_inbox_and_phone(database_url: str) -> None:
    async with town(database_url) as home:
        salma = Merchant(home.telegram.user(7, "سلمى", "ar"))
        await salma.says("/start", "ما اسم نشاطك؟")
        await salma.says("ستوديو سلمى", "في أي دولة نشاطك؟")
        await salma.taps("مصر", "مسجل في")
        await salma.taps("نعم، مسجل", "ما رقم تسجيلك")
        await salma.says("١٠٠٥٣١٣٨٥", "جاهز لأول فاتورة")
        await salma.says("/new", "لمن الفاتورة؟")
        await salma.says("نور حسن", "ليس في دفتر عناوينك بعد")
        await salma.taps("إضافة", "إلى أين تُرسل فواتير")
        await salma.says(f"{MAIL} و ٠١٠٠١٢٣٤٥٦٧", "ما بنود الفاتورة؟")
        await salma.says("٢ × تصميم شعار ١٥٠", "342.00 ج.م")
        await salma.taps("الخصم", "كم الخصم على الفاتورة كلها؟")
        await salma.says("١٠٪", "307.80 ج.م")
        await salma.taps("الاستحقاق", "ما تاريخ الاستحقاق؟")
        await salma.says("بعد ٧ أيام", "تاريخ الاستحقاق:")
        await salma.taps("الإرسال", "كيف تصل الفاتورة")
        await salma.taps("كلاهما", PHONE)
        await salma.taps("إصدار وإرسال", "✅ وصلت الساعة")
        card = await salma.person.wait_for("✅ أُرسلت الساعة")
        assert not any(english_words(line) for line in shown(salma.person))
        number = re.search(r"INV-\d+-\d+", card.text)
        assert number
        mail, sms = await home.mailbox.wait_for(MAIL), await home.sms.wait_for(PHONE)
        assert str(mail.parsed["Subject"]).startswith(f"فاتورة {number[0]} من ستوديو سلمى: 307.80 ج.م")
        assert mail.parsed["Content-Language"] == "ar"
        assert "وصلتك الفاتورة رقم" in mail.body("plain")
        assert 'dir="rtl"' in mail.body("html")
        assert sms.body.startswith(f"فاتورة {number[0]} من ستوديو سلمى")
        pdf = pypdf.PdfReader(io.BytesIO(mail.attachments[0].get_content()))
        assert str(pdf.root_object["/Lang"]) == "ar"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_failure_is_told_and_mended_in_arabic(database_url: str) -> None:
    async with town(database_url) as home:
        salma = Merchant(home.telegram.user(7, "سلمى", "ar"))
        for typed, answer in (
            ("/start", "ما اسم نشاطك؟"), ("ستوديو سلمى", "في أي دولة"), ("مصر", "مسجل في"),
            ("نعم", "ما رقم تسجيلك"), ("١٠٠٥٣١٣٨٥", "جاهز"), ("/new", "لمن الفاتورة"),
        ):  # fmt: skip
            await salma.says(typed, answer)
        await salma.taps("عميل جديد", "ما اسم العميل الجديد؟")
        await salma.says("نور حسن", "إلى أين")
        await salma.says("unknown@shop.example", "ما بنود")
        await salma.says("استضافة 100", "114.00 ج.م")
        await salma.taps("إصدار وإرسال", "❌ لم تُرسل: \u2068يقول خادم البريد إن هذا العنوان غير موجود.")
        await salma.taps("تصحيح العنوان", "إلى أي عنوان تُرسل؟")
        await salma.says(MAIL, "✅ أُرسلت الساعة")
        await salma.taps("المزيد", "لا تُعدَّل ولا تُحذف")
        await salma.taps("السجل", "تعذّر الإرسال إلى")
        assert not any(english_words(line) for line in shown(salma.person))


@on_sqlite
async def test_the_first_minute_and_help_have_no_english_word_and_run_right_to_left(
    database: Database,
) -> None:
    async with talk(database, "ar") as salma:
        await is_read(
            salma, "/start", "س" * 120, "ستوديو سلمى", "أطلانطس", "الامارات العربيه", "مصر", "ربما", "[نعم، مسجل]",
            "1", "[لاحقًا]", "/help", "/cancel", "/لا",
            "مرحبا", "/start", "[مساعدة]",
        )  # fmt: skip
        await register_commands(salma.front.application.bot)
        assert not [command for command in salma.person.commands if english_words(command["description"])]


@on_sqlite
async def test_composing_has_no_english_word_and_runs_right_to_left(database: Database) -> None:
    async with talk(database, "ar") as salma:
        await is_read(
            salma, "/start", "ستوديو سلمى", "مصر", "نعم", "١٠٠٥٣١٣٨٥", "/new",
            "نور", "[إضافة]", "غلط@", "[ليس الآن]", "قهوة", "١٥ ٣٠",
            "0 × قهوة 15", "قهوة 15، كيك 30", "2 قهوة ب 30", "[قهوة]", "شاي 1.2.3", "شاي 15 ريال",
            "شاي 12.123456789", "شاي 1234567890123", "شاي 15 خصم 120%", "3 ساعات تصميم 40 خصم 10%",
            "[البنود]", "[قهوة]", "[السعر]", "غالي", "٢٠٫٥", "[البنود]", "[تصميم]", "[الكمية]", "٤",
            "[البنود]", "[تصميم]", "[الخصم]", "50", "[البنود]", "[تصميم]", "[الضريبة]", "٥٪",
            "[البنود]", "[تصميم]", "[الاسم]", "تصميم شعار", "[البنود]", "[قهوة]", "[حذف]", "[الخصم]", "[10%]",
            "[المزيد]", "[🏛 الضريبة]", "[شاملة]", "[الاستحقاق]", "قريبًا", "1/1/2020", "12/15/2026", "[ديسمبر]",
            "[ملاحظة]", "شكرًا لكم", "[الإرسال]", "123", "٠١٠٠١٢٣٤٥٦٧", "[العميل]", "نور", "/new",
            "[متابعة]", "/cancel", "[استعادة]",
        )  # fmt: skip


@on_sqlite
async def test_the_rarer_parts_of_an_invoice_have_no_english_word_and_run_right_to_left(
    database: Database,
) -> None:
    async with talk(database, "ar") as salma:
        await is_read(
            salma, "/start", "ستوديو سلمى", "السعودية", "نعم", "310122393500003", "[ليس بعد]", "/new",
            "نور", "[إضافة]", "[ليس الآن]", "٢٥٠ منشور ١٢ لكل ١٠٠ قطعة", "كتاب ٥٠",
            "[المزيد]", "[🚚]", "سالب -5", "[توصيل]", "مجاني", "٣٥", "[المزيد]", "[🚚]", "[رسم آخر]", "خدمة ١٢٪",
            "[المزيد]", "[🚚]", "[خدمة]", "[الضريبة]", "٥٪", "[المزيد]", "[🚚]", "[خدمة]", "[حذف هذا الرسم]",
            "[المزيد]", "[💰]", "٩٩٩٩", "١٠", "[المزيد]", "[📦]", "قريبًا", "[أمس]", "[المزيد]", "[🔖]", "٧٧٨",
            "[المزيد]", "[🌍]", "أطلانطس", "مصر", "[المزيد]", "[🏛 الرقم]", "بلا رقم", "٣٠٠٠٠٠٠٠٠٠٠٠٠٠٣",
            "[المزيد]", "[🏛 الضريبة]", "[تصدير]", "[صادرات السلع]", "[المزيد]", "[🏛 الضريبة]", "[معفى]", "سبب",
            "[البنود]", "[كتاب]", "[الخصم]", "+10%", "[البنود]", "[كتاب]", "[الضريبة]", "[نسبة صفر]", "[رجوع]",
            "[الضريبة]", "[15%]", "[الخصم]", "+5", "9999", "0",
        )  # fmt: skip


@on_sqlite
async def test_the_taxes_of_europe_have_no_english_word_and_run_right_to_left(database: Database) -> None:
    async with talk(database, "ar") as salma:
        await is_read(
            salma, "/start", "ستوديو سلمى", "هولندا", "نعم", "123456789", "/new",
            "نور", "[إضافة]", "[ليس الآن]", "كتاب ٥٠", "[المزيد]", "[🏛 الضريبة]", "[إلى منشأة]", "رقم", "123456789",
            "هولندا", "فرنسا", "[اليوم]", "[المزيد]", "[🏛 الضريبة]", "[تصدير]", "فرنسا", "[رجوع]", "[احتساب عكسي]",
        )  # fmt: skip
        async with database.writing() as session:
            (await session.exec(select(Account))).one().currency = "USD"
        await is_read(
            salma, "[المزيد]", "[🏛 الضريبة]", "[21%]", "كثير", "0", "1 EGP = 2 USD", "0.92",
            "[المزيد]", "[سعر الصرف]", "[رجوع]", "[رجوع]",
        )  # fmt: skip


@on_sqlite
async def test_settings_and_the_list_have_no_english_word_and_run_right_to_left(database: Database) -> None:
    t = texts("ar")
    opened = [
        step
        for section in SECTIONS.values()
        for name in section.names
        if name not in ELSEWHERE
        for step in ("/settings", f"[{t.plain(section.label)}]", f"[{t.plain(QUESTIONS[name].label)}]")
    ]
    numbers, zone = [
        opened[opened.index(f"[{label}]") - 1] for label in ("ترقيم الفواتير", "المنطقة الزمنية")
    ]
    async with talk(database, "ar") as salma:
        await is_read(
            salma, "/start", "ستوديو سلمى", "السعودية", "نعم", "310122393500003", "[ليس بعد]", *opened,
            "/settings", numbers, "[ترقيم الفواتير]", "{MM}-{seq:5}", "؟", "CN-{YYYY}-{seq:5}",
            "/settings", zone, "[المنطقة]", "أطلانطس", "الرياض",
            "/settings", numbers, "[مهلة]", "كثير", "١٤", "[لغة الفواتير]", "[English (+ العربية)]", "[رجوع]",
            "/settings", "[تحصيل المدفوعات]", "[بيانات البنك]",
            "بنك مصر\nIBAN EG38 0019 0005 0000 0000 2631 8000 2", "[نعم]", "[بيانات البنك]", "[مسح]",
            "/settings", "[تحصيل المدفوعات]", "[رابط الدفع]", "http://x", "https://paypal.me/shop", "[نعم]",
            "/settings", "[الشكل]", "[اللون]", "#ffffee", "#12345", "[كحلي]", "[التاريخ الهجري]", "ربما", "[نعم]",
            "[معاينة]", "[🌐 العربية]", "[عصري]",
            "/invoices", "نور", "[كل الفواتير]", "[عميل واحد]", "[رجوع]", "[قيد الإرسال]",
        )  # fmt: skip
        merchant = await salma.merchant()
        assert merchant is not None
        assert (merchant.time_zone, merchant.payment_days) == ("Asia/Riyadh", 14)


@on_sqlite
async def test_a_command_in_an_arabic_sentence_can_be_tapped(database: Database) -> None:
    async with talk(database, "ar") as salma:
        await salma.sets_up(country="مصر")
        shown_help = await salma.says("/help")
        found = [entity for entity in shown_help.entities if entity["type"] == "bot_command"]
        assert len(found) == len(re.findall(r"(?<!\w)/[a-z]+", shown_help.text)) >= len(COMMANDS)


def test_a_line_of_values_begins_on_the_right() -> None:
    line = texts("ar")(
        "{position}. {item}: {quantity} × {price}", position=1, item="Logo", quantity=2, price="9 $"
    )
    assert runs_right_to_left(line)
    assert texts("en")("{position}. {item}: {quantity} × {price}", position=1, item="Logo", quantity=2,
                       price="9 $") == "1. Logo: 2 × 9 $"  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "seen"),
    [
        ("أرسل /start", "أرسل \u2066/start\u2069"),
        ("مثل +201001234567", "مثل \u2066+201001234567\u2069"),
        (
            "مثل 0100 123 4567 أو a.b@example.com.",
            "مثل \u20660100 123 4567\u2069 أو \u2066a.b@example.com\u2069.",
        ),
        ("مثل 10% أو 15/12 أو 99.50", "مثل 10% أو 15/12 أو 99.50"),
        ("نفّذ: chmod 600 .env", "نفّذ: \u2066chmod 600 .env\u2069"),
        ("<b>{name}</b>، أهلًا", "<b>{name}</b>، أهلًا"),
        ("{icon} {to}\nأُرسلت", "\u200f{icon} {to}\nأُرسلت"),
        ("", ""),
    ],
)
def test_latin_in_a_sentence_stays_whole_and_each_line_begins_on_the_right(sentence: str, seen: str) -> None:
    assert arranged(sentence) == seen


def test_each_line_of_a_typed_value_keeps_to_its_own_direction() -> None:
    assert texts("ar").isolated("بنك مصر\n\nIBAN EG38") == "\u2068بنك مصر\u2069\n\n\u2068IBAN EG38\u2069"
    assert texts("en").isolated("plain") == "plain"
