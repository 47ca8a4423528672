"""Where nothing is made up: production, and wherever somebody is already."""

from pathlib import Path

import asyncpg
import pytest

from tests.seeding.conftest import command


@pytest.mark.parametrize("arguments", [("seed",), ("seed", "--scale", "10")])
async def test_production_is_never_seeded(committed_db: str, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    settings = {"PUBLIC_URL": "https://zhizao.example", "SECRET_KEY": "a secret that is long enough"}
    refused = command(committed_db, tmp_path, *arguments, environment="production", **settings)
    assert refused.returncode == 1
    assert "正式环境" in refused.stderr
    connection = await asyncpg.connect(committed_db)
    assert not await connection.fetchval("select exists (select from member)")
    await connection.close()
