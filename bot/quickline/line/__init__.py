"""A whole invoice in one message: who it is for, what was sold, and what else is to be said of it.

A message is its customer, its items and its directives, on one line or on several:

    [invoice|bill|فاتورة] [customer] item {separator item} {directive} [!]

- The customer stands first: before a colon (`Ahmed:`, `for Nile Co.:`, `فاتورة لأحمد:`); or is all of a first part
  without figures, unless that is a known customer and a known product; or is known, the longest name winning; or is
  what stands before the first `2x` or `3h`. `(new)` behind the name says that it is nobody who is known.
- Parts are separated by a new line, by `;` and `؛`, by a comma that stands between anything but two figures, and by
  ` + ` before a name or a number with a name.
- An item is what `bot.quickline.items` reads; it needs no price where the product is known. In brackets behind it
  stands what concerns it alone: `(-10%)`, `(-5)`, `(+10%)`, `(+5)`, `(vat 14%)`, `(no tax)`; a discount or a tax rate
  without brackets does so too where another item follows.
- Directives stand at the end of a part or are one: `due friday`, `net 30`, `by 15/12`, `-10%`, `-50`, `خصم 10%`,
  `10% off`, `vat 14%`, `+14%`, `بدون ضريبة`, `incl vat`, `غير شامل الضريبة`, `paid 50`, `عربون 50`, `shipping 35`,
  `توصيل 50`, `service 12%`, `USD`, `note: to the end of its line`; an e-mail address and a phone number stand anywhere.
- A word of a directive counts only with what belongs to it, and is part of the name at an item's start: `due
  diligence 100`, `VAT consulting 500`, `Net 30 cable 50` and `fishing net 30` are items.
- One currency for all: the merchant's own, or the one that is named.
- `!` at the very end asks for the invoice to be issued at once.

English and Arabic may be mixed; figures may be of any script.
"""
