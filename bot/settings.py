"""Every setting there is: an environment variable (or a line in .env), typed, described, refused when unsafe."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """`Settings()` reads the environment and .env; a wrong value raises pydantic's ValidationError naming it."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    telegram_bot_token: SecretStr | None = Field(
        None, description="From @BotFather. Without it only the demo runs."
    )
    telegram_api_url: str = Field(
        "https://api.telegram.org", description="Bot API server; change it for your own."
    )
    webhook_url: str | None = Field(
        None,
        description="https address Telegram shall post updates to, ending in /telegram. Empty: long polling.",
    )
    webhook_secret: SecretStr | None = Field(
        None, description="Secret token of the webhook, 16 characters or more."
    )
    admin_ids: Annotated[frozenset[int], NoDecode] = Field(
        frozenset(), description="Telegram user ids of the admins, comma separated."
    )

    database_url: str = Field(
        "sqlite:///var/sanad.db", description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."
    )
    public_url: str = Field(
        "http://127.0.0.1:8080", description="Where customers reach this server; invoice links start with it."
    )
    host: str = Field("127.0.0.1", description="Address the web server listens on.")
    port: int = Field(8080, description="Port the web server listens on.", ge=0, le=65535)
    trust_proxy: bool = Field(False, description="true behind a reverse proxy that sets X-Forwarded-For.")

    smtp_host: str | None = Field(None, description="Mail server. Empty: no e-mail is offered.")
    smtp_port: int = Field(
        587, description="587 with STARTTLS, 465 with implicit TLS, 25 plain.", ge=1, le=65535
    )
    smtp_security: Literal["starttls", "tls", "plain"] = Field(
        "starttls", description="starttls, tls or plain."
    )
    smtp_username: str | None = Field(None, description="Login at the mail server. Empty: no login.")
    smtp_password: SecretStr | None = Field(None, description="Its password.")
    smtp_ca_file: Path | None = Field(
        None, description="Certificate authority of a private mail server (PEM file)."
    )
    mail_from: str = Field(
        "invoices@localhost", description="Sender address of every e-mail; SPF, DKIM and DMARC must allow it."
    )

    twilio_account_sid: str | None = Field(None, description="Twilio account. Empty: no SMS is offered.")
    twilio_auth_token: SecretStr | None = Field(
        None, description="Its auth token; also checks Twilio's callbacks."
    )
    twilio_from: str | None = Field(
        None, description="Sender: a number (+1...), a registered name, or a messaging service (MG...)."
    )
    twilio_api_url: str = Field("https://api.twilio.com", description="Twilio's API server.")

    product_name: str = Field(
        "Sanad", description="The name customers read after the merchant's: “… via Sanad”."
    )
    send_timeout: float = Field(20.0, description="Seconds one attempt to send may take.", gt=0, le=120)
    settle_seconds: float = Field(
        40.0, description="Seconds after a lost answer before the provider is asked, or sent to, again.", ge=0
    )
    retry_seconds: Annotated[tuple[float, ...], NoDecode] = Field(
        (5, 60, 300, 1800, 7200, 18000, 36000),
        description="Pauses between attempts after temporary failures.",
    )
    undo_seconds: float = Field(
        10.0,
        description="Seconds an invoice issued by Express waits, for Undo, before it goes out.",
        gt=0,
        le=300,
    )
    sweep_seconds: float = Field(
        5.0, description="How often due deliveries and owed replies are looked for.", gt=0
    )
    pdf_workers: int = Field(2, description="Warm processes that render PDFs.", ge=1, le=16)
    log_format: Literal["text", "json"] = Field("text", description="text or json.")

    @field_validator("admin_ids", "retry_seconds", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
        )

    @field_validator("public_url", "telegram_api_url", "twilio_api_url")
    @classmethod
    def _no_trailing_slash(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with https:// (or http:// on this machine)")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _together(self) -> Self:
        if self.webhook_url and (
            self.webhook_secret is None or len(self.webhook_secret.get_secret_value()) < 16
        ):
            raise ValueError("WEBHOOK_URL needs WEBHOOK_SECRET of at least 16 characters")
        if self.webhook_url and not self.webhook_url.startswith(
            ("https://", "http://127.0.0.1", "http://localhost")
        ):
            raise ValueError("WEBHOOK_URL must start with https://")
        if (
            self.smtp_username
            and self.smtp_security == "plain"
            and self.smtp_host not in {"127.0.0.1", "localhost"}
        ):
            raise ValueError("SMTP_SECURITY=plain would send SMTP_PASSWORD readable; use starttls or tls")
        if self.twilio_account_sid and not (self.twilio_auth_token and self.twilio_from):
            raise ValueError("TWILIO_ACCOUNT_SID needs TWILIO_AUTH_TOKEN and TWILIO_FROM")
        return self
