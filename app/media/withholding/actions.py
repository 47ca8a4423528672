"""Taking pictures out of sight and giving them back."""

from app.foundation.database import rows
from app.media.withholding.queries import renew


async def withhold(public_ids: list[str], by: int) -> list[str]:
    """Those that weren't out of sight already."""
    taken = await rows(
        """insert into withheld_picture (public_id, by) select one, {} from unnest({}::text[]) as one
        on conflict (public_id) do nothing returning public_id""",
        by, public_ids,
    )  # fmt: skip
    await renew()
    return [one["public_id"] for one in taken]


async def give_back(public_ids: list[str]) -> list[str]:
    back = await rows("delete from withheld_picture where public_id = any({}) returning public_id", public_ids)
    await renew()
    return [one["public_id"] for one in back]
