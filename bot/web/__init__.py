"""One ASGI app: the webhook, provider callbacks, the customer's page, health."""
