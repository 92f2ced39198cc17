"""What is said of a card in a few words: paid 200 cash, resend to x@y.com, due friday, + hosting 50, -10%, note ...

The words that say what is wanted stand first; the rest is for the reader of that question, in English or Arabic alike.
"""

import re
from enum import StrEnum
from typing import Final, NamedTuple

from bot.quickline.words import plain
from models.delivery import Channel
from models.text import cleaned, folded


class Kind(StrEnum):
    """What can be wanted of a card."""

    PAID = "paid"
    RESEND = "resend"
    DUE = "due"
    ADD = "add"
    DISCOUNT = "discount"
    NOTE = "note"
    CANCEL = "cancel"
    REFUND = "refund"


class Wish(NamedTuple):
    """What is wanted, and the rest: an amount, an address, a day, an item, a note or a reason; "" where nothing is."""

    kind: Kind
    text: str = ""
    channel: Channel | None = None  # of RESEND, in place of an address


NO_NOTE: Final = "-"
NO_DISCOUNT: Final = "0"

_SAID: Final = {
    Kind.PAID: "paid|already paid|paid already|got paid|payment|received|prepaid|deposit|down payment|advance|"
    "advance payment|مدفوع|مدفوعة|دفع|دفعت|دفعة|دفعة مقدمة|دفعة أولى|تم الدفع|تم السداد|تم دفع|سداد|سدد|مسدد|عربون|"
    "مقدم|استلمت|وصلني|قبضت",
    Kind.RESEND: "resend|re-send|send again|send it again|resend it|send|send it|أعد الإرسال|إعادة الإرسال|إعادة إرسال|"
    "أعد إرسالها|أعد إرسال|أرسل|أرسلها|أرسل مرة أخرى|أرسلها مرة أخرى|ابعت|ابعتها|ارسل تاني",
    Kind.DUE: "due|due on|due by|due date|payable|payable by|يستحق|تستحق|استحقاق|الاستحقاق|تاريخ الاستحقاق|"
    "موعد الاستحقاق|موعد الدفع|تاريخ الدفع",
    Kind.DISCOUNT: "discount|less|خصم|الخصم|تخفيض",
    Kind.NOTE: "note|notes|ملاحظة|ملاحظه|ملاحظات",
    Kind.CANCEL: "cancel|cancel it|cancel invoice|cancel this|void|إلغاء|إلغاء الفاتورة|ألغ|ألغي|ألغها|ألغيها|"
    "ألغ الفاتورة|ألغي الفاتورة",
    Kind.REFUND: "refund|refunded|refund of|gave back|given back|give back|gave it back|gave it all back|paid back|"
    "returned|رد|رددت|رددنا|رد المبلغ|رددت المبلغ|رددت مبلغ|تم الرد|تم رد|أرجعت|أرجعنا|أرجعت المبلغ|أرجعت مبلغ|رجعت|"
    "رجعنا|استرداد|رد مبلغ|أعدت المبلغ|أعدت مبلغ",
}
_WORDS: Final = {folded(phrase): kind for kind, phrases in _SAID.items() for phrase in phrases.split("|")}
_NOTHING: Final = (
    (
        Kind.NOTE,
        NO_NOTE,
        "no note|no notes|without note|remove note|delete note|بدون ملاحظة|بلا ملاحظة|احذف الملاحظة",
    ),
    (Kind.DISCOUNT, NO_DISCOUNT, "no discount|without discount|remove discount|بدون خصم|بلا خصم|احذف الخصم"),
)
_NONE: Final = {
    folded(phrase): Wish(kind, none) for kind, none, phrases in _NOTHING for phrase in phrases.split("|")
}
_LONGEST: Final = max(len(phrase.split()) for phrase in _WORDS)
_LONGEST_WORTH: Final = 60  # characters of an amount or a percentage
_WORD: Final = re.compile(r"[^\s:=]+")
_OFF: Final = re.compile(r"-\s?(?=\D{0,8}\d)(.+)", re.DOTALL)
_LESS: Final = re.compile(r"(.*\d.*?)\s?(?:off|discount|خصم|تخفيض)", re.IGNORECASE)
_MORE: Final = re.compile(r"\+\s*(?=.*[^\W\d_])(.+)", re.DOTALL)
_AGAIN: Final = re.compile(
    r"^(?:again|once more|مرة أخرى|مرة ثانية|مجددا|ثانية|تاني)(?:\s+|$)", re.IGNORECASE
)
_TO: Final = re.compile(r"^(?:the invoice|الفاتورة)?\s*(?:(?:to|إلى|الى|على|لـ|ل)(?:\s+|$))?", re.IGNORECASE)
_BY: Final = re.compile(r"^(?:by|via|per|in|عبر|عن طريق|من خلال|بواسطة)\s+|^ب(?=\w{3})", re.IGNORECASE)
_CHANNELS: Final = {
    folded(name): channel
    for channel, names in {
        Channel.EMAIL: "email|e-mail|mail|بريد|البريد|البريد الإلكتروني|بريد إلكتروني|إيميل|الإيميل|ايميل",
        Channel.SMS: "sms|text|text message|رسالة|رسالة قصيرة|رسالة نصية|رسائل قصيرة|الرسائل القصيرة|رسالة sms",
    }.items()
    for name in names.split("|")
}
_MARKS: Final = " \n:=،,"
_ENDS: Final = " \n.!！?؟،,"


def wish_of(text: str) -> Wish | None:
    """The wish that `text` begins with, its rest as typed; None where it begins with none. Raises nothing.

    Whether the rest can be what it has to be, its reader decides: `due diligence 100` is no day.
    """
    typed = cleaned(text, lines=True)
    flat = plain(typed).strip(_ENDS)
    worth = flat if len(flat) <= _LONGEST_WORTH else ""
    if found := _OFF.fullmatch(worth):
        return Wish(Kind.DISCOUNT, found[1].strip())
    if found := _MORE.fullmatch(typed):
        return Wish(Kind.ADD, found[1].strip(_ENDS))
    if wish := _NONE.get(folded(flat)):
        return wish
    return _worded(typed) or (Wish(Kind.DISCOUNT, less[1]) if (less := _LESS.fullmatch(worth)) else None)


def _worded(typed: str) -> Wish | None:
    """The longest phrase at the beginning, with what stands behind it."""
    words = [found for _, found in zip(range(_LONGEST), _WORD.finditer(typed), strict=False)]
    keys = [folded(word[0]).strip(_ENDS) for word in words]
    for count in range(len(words), 0, -1):
        kind = _WORDS.get(" ".join(keys[:count]))
        if kind is not None:
            return _with_rest(kind, typed[words[count - 1].end() :].strip(_MARKS))
    return None


def _with_rest(kind: Kind, rest: str) -> Wish:
    if kind is Kind.NOTE:
        return Wish(kind, rest or NO_NOTE)
    if kind is Kind.RESEND:
        return _sent(" ".join(rest.split()).rstrip(_ENDS))
    return Wish(kind, rest if kind is Kind.CANCEL else " ".join(rest.split()).rstrip(_ENDS))


def _sent(rest: str) -> Wish:
    """Where to, or by which channel."""
    rest = _TO.sub("", _AGAIN.sub("", rest), count=1).strip()
    channel = _CHANNELS.get(folded(_BY.sub("", rest, count=1)))
    return Wish(Kind.RESEND, "" if channel else rest, channel)
