"""One ASGI app: every route and every rule of the door, in one visible list."""

from collections.abc import Callable, Sequence

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.routing import BaseRoute, Mount, Router

from bot.database import Database
from bot.delivery.worker import Report
from bot.documents import Documents
from bot.rendering.pool import RenderError
from bot.settings import Settings
from bot.web.headers import SafeHeaders
from bot.web.health import Health
from bot.web.limits import Buckets, RateLimit
from bot.web.notices import Faults, refused, unavailable
from bot.web.page import CustomerPage
from bot.web.twilio import StatusCallback

BODY_LIMIT = 1024 * 1024  # bytes
# A page with its logo and PDF is three requests; a mobile network hides many customers behind one address.
BURST, PER_SECOND = 120, 2


def build_web(
    settings: Settings,
    database: Database,
    documents: Documents,
    report: Report,
    *,
    committed: Callable[[], None] = lambda: None,
    extra_routes: Sequence[BaseRoute] = (),
) -> Starlette:
    """The app. `report` and `committed` are the worker's: owe the news of a delivery, then wake who sends it."""
    page = CustomerPage(database, documents, settings.product_name)
    limited = Middleware(RateLimit, buckets=Buckets(BURST, PER_SECOND), trust_proxy=settings.trust_proxy)
    app = Starlette(
        routes=[
            Mount("/i", app=Router(page.routes(), redirect_slashes=False), middleware=[limited]),
            *StatusCallback(settings, database, report, committed).routes(),
            *Health(database).routes(),
            *extra_routes,
        ],
        middleware=[
            Middleware(SafeHeaders, https=settings.public_url.startswith("https://")),
            Middleware(Faults),
            Middleware(RequestBodyLimitMiddleware, max_body_size=BODY_LIMIT),
        ],
        exception_handlers={
            HTTPException: refused,
            SQLAlchemyError: unavailable,
            OSError: unavailable,
            RenderError: unavailable,
        },
    )
    app.router.redirect_slashes = False
    return app
