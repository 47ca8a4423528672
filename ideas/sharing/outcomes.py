"""Votes and ideas that a link brought."""

from app.foundation.database import rows
from app.foundation.i18n import N_
from app.sharing.outcomes import NOT_OWN, SINCE, WEEK, Count, Outcome, brand_things, counts, outcomes, titles
from ideas.rules import PUBLIC

_PUBLIC = ", ".join(repr(state) for state in PUBLIC)
_VOTE_TIME, _IDEA_TIME = "v.created_at", "i.published_at"


async def _votes_of(refs: list[str]) -> list[Count]:
    return await counts(
        f"""select v.ref, 'ideas/' || i.public_id as thing, {WEEK.format(at=_VOTE_TIME)} from vote v join idea i on i.id = v.idea
        where v.ref = any({{}}) and {NOT_OWN.format(ref="v.ref", member="v.member")}
          and v.state <> 'withdrawn' and {SINCE.format(at=_VOTE_TIME)} group by 1, 2, 3""",
        refs,
    )


async def _votes_at(brand: int) -> list[Count]:
    return await counts(
        f"""select v.ref, 'challenges/' || c.public_id as thing, {WEEK.format(at=_VOTE_TIME)} from challenge c
          join idea i on i.challenge = c.id join vote v on v.idea = i.id
        where c.brand = {{}} and v.ref <> '' and v.state <> 'withdrawn' and {SINCE.format(at=_VOTE_TIME)} group by 1, 2, 3""",
        brand,
    )


async def _ideas_of(refs: list[str]) -> list[Count]:
    """A link to a challenge brings ideas to it; others are things of their own."""
    return await counts(
        f"""select i.ref, coalesce('challenges/' || c.public_id, 'ideas/' || i.public_id) as thing, {WEEK.format(at=_IDEA_TIME)}
        from idea i left join challenge c on c.id = i.challenge
        where i.ref = any({{}}) and {NOT_OWN.format(ref="i.ref", member="i.author")}
          and i.state in ({_PUBLIC}) and {SINCE.format(at=_IDEA_TIME)} group by 1, 2, 3""",
        refs,
    )


async def _ideas_at(brand: int) -> list[Count]:
    return await counts(
        f"""select i.ref, 'challenges/' || c.public_id as thing, {WEEK.format(at=_IDEA_TIME)}
        from challenge c join idea i on i.challenge = c.id
        where c.brand = {{}} and i.ref <> '' and i.state in ({_PUBLIC}) and {SINCE.format(at=_IDEA_TIME)} group by 1, 2, 3""",
        brand,
    )


async def _idea_titles(public_ids: list[str]) -> dict[str, str]:
    found = await rows(
        f"select public_id, title from idea where public_id = any({{}}) and visibility = 'visible' and state in ({_PUBLIC})",
        public_ids,
    )
    return {one["public_id"]: one["title"] for one in found}


async def _challenge_titles(public_ids: list[str]) -> dict[str, str]:
    found = await rows("select public_id, title from challenge where public_id = any({}) and visibility = 'visible'", public_ids)
    return {one["public_id"]: one["title"] for one in found}


async def _challenges_of(brand: int) -> list[str]:
    return [f"challenges/{one['public_id']}" for one in await rows("select public_id from challenge where brand = {}", brand)]


def register() -> None:
    """Called once at the roof."""
    outcomes["votes"] = Outcome(N_("投票"), _votes_of, _votes_at, order=20)
    outcomes["ideas"] = Outcome(N_("创意"), _ideas_of, _ideas_at, order=30)
    titles.update(ideas=_idea_titles, challenges=_challenge_titles)
    if _challenges_of not in brand_things:
        brand_things.append(_challenges_of)
