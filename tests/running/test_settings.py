"""What production demands of its settings."""

import pytest

from app.settings import Settings, SettingsError

PRODUCTION = {"ENVIRONMENT": "production", "PUBLIC_URL": "https://zhizao.example"}


@pytest.mark.parametrize("key", [{}, {"SECRET_KEY": ""}, {"SECRET_KEY": "changeme"}])
def test_production_wants_a_secret_that_nobody_guesses(key: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        _ = Settings(PRODUCTION | key).secret_key
    assert Settings(PRODUCTION | {"SECRET_KEY": "q" * 48}).secret_key == "q" * 48


@pytest.mark.parametrize("environment", ["", "prod", "Development", "staging"])
def test_whatever_is_not_development_is_production(environment: str) -> None:
    settings = Settings({"ENVIRONMENT": environment})
    assert settings.is_production
    assert not settings.uses_stripe_sandbox
