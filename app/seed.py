"""`python -m app seed`: the small believable world; `--scale N` calls app.seeding.scale."""

from app.seeding.scale import seed_at_scale
from app.seeding.world import make_world

__all__ = ["seed", "seed_at_scale"]


async def seed() -> bool:
    """False where there are members already: nothing is changed then."""
    return await make_world()
