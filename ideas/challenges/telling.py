"""Who is told that a phase has begun, has ended or ends soon: each once, by a mark on the phase's row."""

from typing import Any

from app.community.following.queries import followers
from app.foundation.database import execute, row, rows, transaction
from app.notifications.actions import notify
from ideas.challenges.phasing import FOR_FANS
from ideas.challenges.wording import phase_said
from ideas.judging.queries import jurors_of
from ideas.reviewing.queries import team_of

_PHASE = """returning p.*, c.public_id, c.title as challenge_title, c.brand, c.deadline, c.opened_told_at,
    b.name as brand_name, b.public_id as brand_id, app_now() as now"""
_FROM = "from challenge c join brand b on b.id = c.brand"
_PUBLIC = "c.id = p.challenge and c.published_at is not null and c.visibility = 'visible'"
STANDING = ["counted", "waiting", "quarantined"]


async def tell_begun(phase: int) -> None:
    """A phase that is over before anybody came to tell of it is marked in silence."""
    async with transaction():
        begun = await row(
            f"""update challenge_phase p set begun_told_at = app_now() {_FROM}
            where p.id = {{}} and p.begun_told_at is null and p.starts_at <= app_now() and {_PUBLIC} {_PHASE}""",
            phase,
        )
        if begun is None or begun["ends_at"] <= begun["now"]:
            return
        url, told = f"/challenges/{begun['public_id']}", _said(begun)
        took_part = await _took_part(begun["challenge"])
        if begun["position"] > 1:  # who has proposed already knows that the first has begun
            await notify(took_part, "own_phase_begun", url, **told)
        following = set(await followers("challenge", begun["challenge"])) - took_part
        await notify(following, "phase_begun", url, **told)
        if "jury" in begun["doors"]:
            judging: dict[str, Any] = {"challenge": begun["challenge_title"], "until": begun["ends_at"]}
            await notify(await jurors_of(begun["challenge"]), "jury_begins", f"/jury/{begun['public_id']}", **judging)
        if "propose" in begun["doors"]:
            await _tell_brands_followers(begun, took_part | following, url)


async def _tell_brands_followers(begun: dict[str, Any], besides: set[int], url: str) -> None:
    """That there is a challenge; later on, that there is another theme."""
    others = set(await followers("brand", begun["brand"])) - besides
    if begun["opened_told_at"] is None:
        await execute("update challenge set opened_told_at = app_now() where id = {}", begun["challenge"])
        await notify(others, "followed_brand_asks", url, challenge=begun["challenge_title"], brand=begun["brand_name"])
    elif begun["position"] > 1:
        await notify(others, "phase_begun", url, **_said(begun))


def _said(phase: dict[str, Any]) -> dict[str, Any]:
    return {
        "challenge": phase["challenge_title"], "brand": phase["brand_name"], "phase": phase_said(phase["title"], phase["doors"]),
        "until": phase["ends_at"],
    }  # fmt: skip


async def _took_part(challenge: int) -> set[int]:
    """Authors, those who helped them, those who offered an improvement, those who voted."""
    found = await rows(
        """select i.author as member from idea i where i.challenge = {} and i.state not in ('draft', 'withdrawn', 'removed')
        union select t.member from contribution t join idea i on i.id = t.idea where i.challenge = {}
        union select m.author from improvement m join idea i on i.id = m.idea where i.challenge = {} and m.state <> 'withdrawn'
        union select v.member from vote v join idea i on i.id = v.idea where i.challenge = {} and v.state = any({})""",
        challenge, challenge, challenge, challenge, STANDING,
    )  # fmt: skip
    return {one["member"] for one in found if one["member"]}


async def tell_ended(phase: int) -> None:
    """The team, and those who took part where nothing follows at once. The end of all for fans is told elsewhere."""
    async with transaction():
        ended = await row(
            f"""update challenge_phase p set ended_told_at = app_now() {_FROM}
            where p.id = {{}} and p.ended_told_at is null and p.ends_at <= app_now() and {_PUBLIC} {_PHASE}""",
            phase,
        )
        if ended is None or ended["ends_at"] == ended["deadline"] or FOR_FANS.isdisjoint(ended["doors"]):
            return
        name = phase_said(ended["title"], ended["doors"])
        count = await row("select count(*) as n from idea where challenge = {} and published_at is not null", ended["challenge"])
        desk = f"/brands/{ended['brand_id']}/studio/ideas?challenge={ended['public_id']}"
        await notify(
            await team_of(ended["brand"]), "team_phase_ended", desk, challenge=ended["challenge_title"], phase=name,
            count=count["n"] if count else 0,
        )  # fmt: skip
        await _tell_of_the_gap(ended, name)


async def _tell_of_the_gap(ended: dict[str, Any], name: str) -> None:
    after = await row(
        "select * from challenge_phase where challenge = {} and starts_at > {} order by starts_at limit 1",
        ended["challenge"], ended["ends_at"],
    )  # fmt: skip
    if after is not None and after["position"] == ended["position"] + 1:
        said = {"phase": name, "next": phase_said(after["title"], after["doors"]), "from": after["starts_at"]}
        members = await _took_part(ended["challenge"])
        await notify(members, "phase_ended", f"/challenges/{ended['public_id']}", challenge=ended["challenge_title"], **said)


async def remind(phase: int) -> None:
    """A day before its end: those who have something left to do in it."""
    async with transaction():
        ending = await row(
            f"""update challenge_phase p set reminded_at = app_now() {_FROM}
            where p.id = {{}} and p.reminded_at is null and p.ends_at > app_now() and {_PUBLIC} {_PHASE}""",
            phase,
        )
        if ending is None:
            return
        said = {"challenge": ending["challenge_title"], "until": ending["ends_at"]}
        if "vote" in ending["doors"]:
            await _remind_voters(ending, said)
        if "propose" in ending["doors"]:
            await _remind_of_drafts(ending["challenge"], said)
        if "improve" in ending["doors"]:
            await _remind_of_improvements(ending["challenge"], said)


async def _remind_voters(ending: dict[str, Any], said: dict[str, Any]) -> None:
    url = f"/challenges/{ending['public_id']}"
    cast = {
        one["member"]: one["n"]
        for one in await rows(
            """select v.member, count(*) as n from vote v join idea i on i.id = v.idea
            where i.challenge = {} and v.state = any({}) group by 1""",
            ending["challenge"], STANDING,
        )
    }  # fmt: skip
    asked = set(await followers("challenge", ending["challenge"])) | await _took_part(ending["challenge"])
    await notify(asked - cast.keys(), "ends_soon_vote", url, **said)
    least = ending["least_votes"]
    for n in range(1, least):
        few = [member for member, votes in cast.items() if votes == n]
        await notify(few, "ends_soon_least", url, cast=n, least=least, **said)


async def _remind_of_drafts(challenge: int, said: dict[str, Any]) -> None:
    drafts = await rows(
        "select author, title, public_id from idea where challenge = {} and state = 'draft' limit 5000", challenge
    )
    for draft in drafts:
        await notify([draft["author"]], "ends_soon_draft", f"/ideas/{draft['public_id']}/edit", idea=draft["title"], **said)


async def _remind_of_improvements(challenge: int, said: dict[str, Any]) -> None:
    waiting = await rows(
        """select i.author, i.title, i.public_id, count(*) as n from improvement m join idea i on i.id = m.idea
        where i.challenge = {} and m.state = 'offered' and m.visibility = 'visible' and i.state = 'published'
        group by i.id limit 5000""",
        challenge,
    )
    for idea in waiting:
        await notify(
            [idea["author"]], "ends_soon_improve", f"/ideas/{idea['public_id']}", idea=idea["title"], count=idea["n"], **said
        )
