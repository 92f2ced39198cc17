"""Every table, imported once, so that metadata is whole."""

from sqlalchemy import Table
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


def table_of(model: type[SQLModel]) -> Table:
    """The table a model is stored in, for statements written once."""
    return metadata.tables[str(model.__tablename__)]
