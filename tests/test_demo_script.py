"""`sanad demo --script`: the proof for terminals and CI that an invoice arrives."""

import hashlib
import re
from pathlib import Path
from typing import Literal

import pytest

from bot.demo import script
from bot.demo.script import Answers, ScriptError, perform


def saved_pdf(folder: Path) -> tuple[Path, str]:
    [pdf] = folder.glob("*.pdf")
    return pdf, hashlib.sha256(pdf.read_bytes()).hexdigest()


@pytest.mark.parametrize(("language", "headline"), [("en", "Invoice INV-"), ("ar", "فاتورة INV-")])
async def test_the_script_tells_the_conversation_and_proves_what_the_customer_got(
    language: Literal["en", "ar"], headline: str, tmp_path: Path
) -> None:
    lines: list[str] = []
    await perform(language, lines.append, tmp_path)
    told = "\n".join(lines)
    assert told.startswith("👤 /start\n🤖 ")
    assert re.search(rf"Subject: {headline}", told)
    assert re.search(r"Message-ID: <\w+@sanad\.example>", told)
    assert re.search(r"The SMS \(delivered", told)
    assert re.search(r"http://127\.0\.0\.1:\d+/i/\S+ answers 200", told)
    pdf, sha256 = saved_pdf(tmp_path)
    assert str(pdf) in told
    assert sha256 in told


async def test_the_dialogue_is_told_in_the_order_it_happens(tmp_path: Path) -> None:
    lines: list[str] = []
    await perform("en", lines.append, tmp_path)
    turns = [line for line in lines if line.startswith(("👤", "🤖"))]
    asked = next(i for i, line in enumerate(turns) if "What is your business called?" in line)
    assert turns[asked + 1] == "👤 Mona’s Studio"
    tapped = turns.index("👤 [✅ Issue and send]")
    assert "[✅ Issue and send]" in turns[tapped - 1]
    assert "✅ Delivered at" in turns[-1]


async def test_a_script_that_takes_too_long_says_so(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match="has not come to its end"):
        await perform("en", lambda _: None, tmp_path, patience=0.2)


async def test_a_script_whose_item_the_bot_refuses_does_not_claim_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        script.ANSWERS, "en", Answers("Mona’s Studio", "Sara Hassan", "an item without a price")
    )
    lines: list[str] = []
    with pytest.raises(ScriptError, match="has not come to its end"):
        await perform("en", lines.append, tmp_path, patience=6)
    assert "SHA-256" not in "\n".join(lines)
