"""How a merchant wants to be paid, as far as a code can say it."""

from models.code import Kind
from models.frozen import Frozen


class Payee(Frozen):
    """Settings, each checked when it was typed; none of them has to be there."""

    account_name: str | None = None  # the seller's legal name or name if it is the same
    iban: str | None = None
    bic: str | None = None
    street: str | None = None  # a Swiss code names the payee's address
    building_number: str | None = None
    postcode: str | None = None
    town: str | None = None  # Pix names it as well
    pix_key: str | None = None
    upi_id: str | None = None
    instapay_link: str | None = None
    payment_link: str | None = None  # with {amount}, {currency}, {number}
    preferred: Kind | None = None  # the code to show where several are possible
