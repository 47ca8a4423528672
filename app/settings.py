"""Every setting, read once from the environment (or .env), each with its meaning."""

import hashlib
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("ZHIZAO_VAR", ROOT / "var"))
SHORTEST_SECRET = 24


class SettingsError(Exception):
    """A setting is missing or unreadable; the message is one sentence for the operator."""


def _from_env_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}


def socket_dir(var: Path) -> Path:
    """Where the embedded PostgreSQL's socket lies. Under 90 bytes: a unix socket's whole path must stay under 107."""
    beside = var / "postgres-socket"
    if len(os.fsencode(beside)) < 90:
        return beside
    return Path("/tmp") / f"zhizao-{hashlib.sha256(str(var).encode()).hexdigest()[:12]}"  # noqa: S108 - its owner is checked


@dataclass(frozen=True)
class OidcProvider:
    """Where somebody may sign in with an account that they have elsewhere."""

    name: str
    label: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


class Settings:
    """Names and meanings stand in .env.example; an empty value counts as unset."""

    def __init__(self, env: dict[str, str]) -> None:
        self._env = {name: value for name, value in env.items() if value}

    def _text(self, name: str, default: str = "") -> str:
        return self._env.get(name, default)

    def _number(self, name: str, default: int) -> int:
        raw = self._text(name, str(default))
        if not raw.isdigit():
            raise SettingsError(f"{name} must be a whole number, not “{raw}”.")
        return int(raw)

    def _kept_secret(self, name: str) -> str:
        """The setting; in development a random one kept in var/, elsewhere its absence is an error."""
        if name in self._env:
            return self._env[name]
        if self.is_production:
            raise SettingsError(f"{name} must be set in production.")
        path = VAR / "secrets" / name.lower()
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = path.with_suffix(f".{os.getpid()}")
            fresh.write_text(secrets.token_urlsafe(48))
            fresh.chmod(0o600)
            with suppress(FileExistsError):
                os.link(fresh, path)  # the first of several starting processes wins
            fresh.unlink()
        return path.read_text()

    # -- where it runs ---------------------------------------------------------
    @property
    def environment(self) -> str:
        value = self._text("ENVIRONMENT", "production")
        return value if value in ("development", "test") else "production"

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def host(self) -> str:
        return self._text("HOST", "127.0.0.1")

    @property
    def port(self) -> int:
        return self._number("PORT", 8000)

    @property
    def web_workers(self) -> int:
        return self._number("WEB_WORKERS", 2)

    @property
    def public_url(self) -> str:
        """Scheme and host people see, without a slash at the end."""
        if self.is_production and "PUBLIC_URL" not in self._env:
            raise SettingsError("PUBLIC_URL must be set in production.")
        shown = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104
        return self._text("PUBLIC_URL", f"http://{shown}:{self.port}").rstrip("/")

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @cached_property
    def secret_key(self) -> str:
        key = self._kept_secret("SECRET_KEY")
        if self.is_production and len(key) < SHORTEST_SECRET:
            raise SettingsError(f"SECRET_KEY is too short to sign anything: it must have {SHORTEST_SECRET} characters or more.")
        return key

    @property
    def trusted_proxies(self) -> frozenset[str]:
        """Addresses whose X-Forwarded-For and -Proto are believed."""
        return frozenset(part.strip() for part in self._text("TRUSTED_PROXIES").split(",") if part.strip())

    # -- database ----------------------------------------------------------------
    @property
    def uses_embedded_postgres(self) -> bool:
        return "DATABASE_URL" not in self._env

    @property
    def postgres_socket_dir(self) -> Path:
        return socket_dir(VAR)

    @property
    def database_url(self) -> str:
        return self._text("DATABASE_URL", f"postgresql://zhizao@/zhizao?host={quote(str(self.postgres_socket_dir))}&port=5432")

    @property
    def database_pool(self) -> int:
        """Connections per web process; few, since more clients make a hot row slower."""
        return self._number("DATABASE_POOL", 4)

    # -- the world outside ---------------------------------------------------------
    @property
    def uses_stripe_sandbox(self) -> bool:
        """Without a key the local Stripe is served and spoken to; never in production."""
        return "STRIPE_SECRET_KEY" not in self._env and not self.is_production

    @property
    def sandbox_port(self) -> int:
        return self._number("SANDBOX_PORT", self.port + 1)

    @property
    def sandbox_url(self) -> str:
        return self._text("SANDBOX_URL", f"http://127.0.0.1:{self.sandbox_port}")

    @property
    def stripe_secret_key(self) -> str:
        """Empty in production without a key: paying is then closed, in words."""
        return self._text("STRIPE_SECRET_KEY", "sk_test_local_sandbox" if self.uses_stripe_sandbox else "")

    @property
    def stripe_webhook_secret(self) -> str:
        """Empty closes the webhook's route."""
        if self.uses_stripe_sandbox:
            return "whsec_" + self._kept_secret("STRIPE_WEBHOOK_SECRET").removeprefix("whsec_")
        return self._text("STRIPE_WEBHOOK_SECRET")

    @property
    def checkout_origin(self) -> str:
        """The origin that our forms may lead to on the way to paying."""
        return self.sandbox_url if self.uses_stripe_sandbox else "https://checkout.stripe.com"

    @property
    def smtp_url(self) -> str:
        """smtp://user:password@host:port or smtps://…; empty keeps mail readable in the browser in development."""
        return self._text("SMTP_URL")

    @property
    def mail_from(self) -> str:
        return self._text("MAIL_FROM", f"noreply@{urlsplit(self.public_url).hostname}")

    @property
    def sms_key_id(self) -> str:
        """An Alibaba Cloud access key that may send short messages; empty closes signing in by phone in production."""
        return self._text("SMS_ACCESS_KEY_ID")

    @property
    def sms_key_secret(self) -> str:
        return self._text("SMS_ACCESS_KEY_SECRET")

    @property
    def sms_endpoint(self) -> str:
        return self._text("SMS_ENDPOINT", "https://dysmsapi.aliyuncs.com").rstrip("/")

    @property
    def sms_codes_an_hour(self) -> int:
        """Codes by text message in all; the operator pays for each."""
        return self._number("SMS_CODES_AN_HOUR", 1000)

    @property
    def sms_sign_name(self) -> str:
        """The registered signature that stands before each message: 【智造】."""
        return self._text("SMS_SIGN_NAME", self.site_name)

    @property
    def sms_templates(self) -> dict[str, str]:
        """Registered templates by event: sign_in_code=SMS_1,sign_in_code@abroad=SMS_2,sign_in_code@abroad@en=SMS_3."""
        pairs = (part.partition("=") for part in self._text("SMS_TEMPLATES").split(",") if "=" in part)
        return {event.strip(): template.strip() for event, _, template in pairs}

    @property
    def storage_url(self) -> str:
        """Where pictures are kept: file:///… or s3://bucket/prefix (credentials from AWS_* variables)."""
        return self._text("STORAGE_URL", f"file://{VAR / 'media'}")

    @property
    def text_checker_url(self) -> str:
        """Asked over HTTP about every text that is published (see app/community/moderation/checker.py); empty: not used."""
        return self._text("TEXT_CHECKER_URL")

    @property
    def text_checker_key(self) -> str:
        return self._text("TEXT_CHECKER_KEY")

    @property
    def text_checker_failing(self) -> str:
        """While the checker says nothing: "pass" leaves a text standing, "hold" keeps it for staff."""
        asked = self._text("TEXT_CHECKER_FAILING", "pass")
        if asked not in ("pass", "hold"):
            raise SettingsError(f"TEXT_CHECKER_FAILING must be pass or hold, not “{asked}”.")
        return asked

    @property
    def oidc_providers(self) -> tuple[OidcProvider, ...]:
        """One for each OIDC_<NAME>_ISSUER."""
        names = (re.fullmatch(r"OIDC_([A-Z0-9]{1,30})_ISSUER", key) for key in sorted(self._env))
        return tuple(self._oidc_provider(found[1]) for found in names if found)

    def _oidc_provider(self, name: str) -> OidcProvider:
        issuer, client_id = self._env[f"OIDC_{name}_ISSUER"], self._text(f"OIDC_{name}_CLIENT_ID")
        if not client_id:
            raise SettingsError(f"OIDC_{name}_CLIENT_ID must be set beside OIDC_{name}_ISSUER.")
        if self.is_production and not issuer.startswith("https://"):
            raise SettingsError(f"OIDC_{name}_ISSUER must begin with https:// in production.")
        label = self._text(f"OIDC_{name}_LABEL", name.capitalize())
        return OidcProvider(name.lower(), label, issuer, client_id, self._text(f"OIDC_{name}_CLIENT_SECRET"))

    # -- the house's rules -----------------------------------------------------------
    @property
    def currency(self) -> str:
        """ISO 4217 code offered first for a new campaign."""
        return self._text("CURRENCY", "CNY").upper()

    @cached_property
    def time_zone(self) -> ZoneInfo:
        return ZoneInfo(self._text("TIME_ZONE", "Asia/Shanghai"))

    @property
    def fee_percent(self) -> Decimal:
        """The platform's share of collected money, in percent."""
        return Decimal(self._text("FEE_PERCENT", "5"))

    @property
    def site_name(self) -> str:
        return self._text("SITE_NAME", "智造")


settings = Settings({**_from_env_file(ROOT / ".env"), **os.environ})
