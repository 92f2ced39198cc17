"""Every table, imported once, so that metadata is whole."""

from sqlmodel import SQLModel

from models.batch import Batch
from models.customer import Customer
from models.delivery import Attempt, Delivery, Pause
from models.draft import Draft
from models.favourite import Favourite
from models.invoice import Invoice, Pdf, Series
from models.member import Member
from models.merchant import Logo, Merchant
from models.payment import Payment
from models.product import Product
from models.receipt import Card, Receipt

TABLES = (
    Merchant,
    Logo,
    Member,
    Customer,
    Product,
    Batch,
    Series,
    Invoice,
    Pdf,
    Favourite,
    Payment,
    Delivery,
    Attempt,
    Pause,
    Draft,
    Receipt,
    Card,
)
metadata = SQLModel.metadata
