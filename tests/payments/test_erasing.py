"""A member who did everything leaves: a dump of the database holds nothing particular of theirs, and every sum is as before."""

import re
import subprocess
from datetime import timedelta
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image

from app.accounts.actions import member_with, set_password
from app.accounts.addresses import Address
from app.accounts.identities.actions import ask_proof, prove_address
from app.accounts.sessions import start_session
from app.accounts.viewer import Viewer, find_member
from app.brands.actions import accept_invitation, invite
from app.community.following.actions import follow
from app.community.moderation.things import reportable
from app.community.reporting.actions import report
from app.community.reporting.forms import ReportForm
from app.foundation.database import execute, row, rows, value
from app.foundation.refusals import Refusal
from app.media import storage
from app.running.postgres import BINARIES
from campaigns.fulfilment.actions import Parcel, confirm_receipt, dispatch_parcels, give_destination
from campaigns.fulfilment.forms import DestinationForm
from ideas.actions import publish_idea
from ideas.contributing.actions import offer_improvement
from ideas.forms import IdeaForm
from ideas.voting.actions import cast_vote
from payments.ledger.queries import sums_by_account
from tests.accounts.mailbox import ask_code, code_for, wrong
from tests.campaigns.makers import make_campaign, make_pledge, make_tier
from tests.ideas.makers import make_desk, make_draft, make_idea
from tests.payments.makers import Shop
from tests.people import make_member, sign_in, wear

MAIL, PHONE = "glimmer.qzx7391@people.test", "+8613987650001"
# What only this person would bring along, wherever it was typed.
PARTICULARS = {
    "name": "璀璨柒叁玖", "mail": MAIL, "phone": PHONE, "phone as typed": "139 8765 0001", "bio": "住在槐树巷尽头",
    "browser": "GlimmerBrowser/7391", "recipient": "柒叁玖收件", "street": "槐树巷 七十三号", "postcode": "739173",
    "draft": "没写完的鲸落想法", "report": "这张图是我表姐柒拍的", "invitation's local part": "glimmer.qzx7391",
    "country number": "13987650001",
}  # fmt: skip


def face() -> bytes:
    made = BytesIO()
    Image.new("RGB", (400, 400), (120, 40, 90)).save(made, "PNG")
    return made.getvalue()


async def dump(url: str) -> str:
    """Everything, with what is kept as bytes made readable too."""
    plain = re.sub(r"^postgres(ql)?://", "postgresql://", url)
    done = subprocess.run(
        [str(BINARIES / "pg_dump"), "--data-only", "--no-owner", plain], capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    text = done.stdout.decode()
    hidden = [bytes.fromhex(one).decode("utf-8", "replace") for one in re.findall(r"\\\\x((?:[0-9a-f]{2})+)", text)]
    return text + "\n".join(hidden)


def found_in(text: str) -> list[str]:
    folded = text.casefold()
    spelled = {name: {one, one.encode("unicode_escape").decode()} for name, one in PARTICULARS.items()}
    return [name for name, ways in spelled.items() if any(way.casefold() in folded for way in ways)]


async def rows_of(member: int) -> set[str]:
    """Where something of theirs is left, by their id; what they only did (as an actor) aside."""
    places = await rows(
        """select c.table_name as t, c.column_name as c from information_schema.columns c
        join information_schema.tables t using (table_schema, table_name)
        where table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type = 'bigint'
          and c.column_name in ('member', 'author', 'backer', 'owner')"""
    )
    names = [(one["t"], one["c"]) for one in places]
    return {f"{t}.{c}" for t, c in names if await rows(f"select 1 from {t} where {c} = {{}} limit 1", member)}


async def sums() -> dict[str, Any]:
    """What others rely on."""
    return {
        "ledger": await rows(
            "select account, currency, sum(amount) as sum, count(*) as n from ledger_entry group by 1, 2 order by 1, 2"
        ),
        "votes": await rows("select idea, state, count(*) as n from vote group by 1, 2 order by 1, 2"),
        "counts": await rows("select id, vote_count from idea where state <> 'draft' order by id"),
        "pledges": await rows(
            "select campaign, state, sum(amount) as sum, count(*) as n from pledge group by 1, 2 order by 1, 2"
        ),
        "places": await rows("select id, taken from tier order by id"),
        "charges": await rows("select state, sum(amount) as sum from charge group by 1 order by 1"),
        "perks": await rows("select state, count(*) as n from perk group by 1 order by 1"),
        "payments": await rows("select sum(amount) as sum, sum(fee) as fee, sum(refunded) as back from payment"),
        "consents": await value("select count(*) from consent where version is not null"),
    }


async def somebody(client: httpx.AsyncClient) -> Viewer:
    """Joins by mail, adds a phone, fills in everything there is."""
    code = await ask_code(client, MAIL)
    await client.post("/sign-in", data={"code": wrong(code)})
    answer = await client.post("/sign-in", data={"code": code, "time_zone": "Asia/Shanghai"})
    assert answer.status_code == 303, answer.text
    member = await member_with("email", MAIL)
    assert member is not None
    viewer = await find_member(member)
    profile = {
        "name": PARTICULARS["name"],
        "bio": PARTICULARS["bio"],
        "lang": "zh-Hans",
        "time_zone": "Asia/Shanghai",
        "kept": "",
    }
    saved = await client.post("/me/profile", data=profile, files={"avatar": ("me.png", face(), "image/png")})
    assert saved.status_code == 303, saved.text
    at = await ask_proof(viewer, Address("phone", PHONE), place="198.51.100.7")
    text = await value("select params->>'code' from sms where phone = {} order by id desc limit 1", PHONE)
    assert await prove_address(viewer, at, text, place="198.51.100.7")
    await set_password(await find_member(member), "correct horse glimmer 42")
    return await find_member(member)


async def writes(client: httpx.AsyncClient, viewer: Viewer) -> dict[str, Any]:
    """Ideas, a draft, an improvement, a vote, a follow, a report; others are told of it by name."""
    other = await make_idea(await make_member("作者"))
    own = await publish_idea(viewer, IdeaForm("会发光的书签", "夜里翻到哪页都看得见。", "", "", [], "publish"))
    await make_draft(viewer, PARTICULARS["draft"])
    await cast_vote(viewer, other["public_id"])
    await offer_improvement(viewer, other, "可以再轻一点，改用铝。")
    await follow(viewer, "idea", other["public_id"])
    thing = await reportable("idea", other["public_id"])
    await report(viewer, thing, ReportForm("idea", other["public_id"], "other", PARTICULARS["report"], False, "", "", ""))
    return own


async def joins_a_team(client: httpx.AsyncClient, viewer: Viewer) -> Viewer:
    """Invited by mail; the brand's owner, who comes back, is told by name who joined."""
    desk, owner = await make_desk("铁皮社")
    invitation = await invite(owner, desk, MAIL, "support")
    url = await value("select url from mail where event = 'brand_invitation' order by id desc limit 1")
    await accept_invitation(viewer, invitation, url.partition("key=")[2])
    assert PARTICULARS["name"] in await inbox_of(client, owner, back_to=viewer)
    return owner


async def inbox_of(client: httpx.AsyncClient, member: Viewer, back_to: Viewer | None = None) -> str:
    await sign_in(client, member)
    shown = (await client.get("/inbox")).text
    if back_to:
        await sign_in(client, back_to)
    return shown


async def backs(shop: Shop, viewer: Viewer) -> tuple[dict[str, Any], dict[str, Any]]:
    """A pledge by card, charged at the deadline, its perk sent to their home."""
    campaign = await make_campaign(goal=1000, lasts=timedelta(days=5))
    tier = await make_tier(campaign)
    await make_pledge(campaign, tier)
    pledge = await make_pledge(campaign, tier, viewer, state="started")
    await shop.pay(pledge)
    await shop.settle()
    await execute("update pledge set state = 'cancelled' where campaign = {} and id <> {}", campaign["id"], pledge["id"])
    await shop.end(pledge)
    assert await shop.state(pledge) == "collected"
    [perk] = await rows("select * from perk where backer = {}", viewer.id)
    home = DestinationForm(
        name=PARTICULARS["recipient"], phone=PARTICULARS["phone as typed"], country="CN", region="浙江省", city="杭州市",
        line1=PARTICULARS["street"], line2="", postcode=PARTICULARS["postcode"],
    )  # fmt: skip
    await give_destination(viewer, perk, home)
    return pledge, perk


async def is_sent(shop: Shop, perk: dict[str, Any]) -> None:
    campaign = await row("select * from campaign where id = {}", perk["campaign"])
    assert campaign is not None
    packer = await find_member(campaign["created_by"])
    await dispatch_parcels(packer, campaign, "sf", [Parcel([perk], "SF1234567890")])
    await shop.settle()


async def customers_known(shop: Shop) -> int:
    found = await shop._http.get("/v1/customers")
    return len([one for one in found.json()["data"] if not one.get("deleted")])


async def leave(client: httpx.AsyncClient, ideas: str = "keep") -> httpx.Response:
    asked = await client.post("/me/leave/code", data={"ideas": ideas})
    assert asked.status_code == 303, asked.text
    code = await value(
        "select params->>'code' from mail where event = 'leaving_code' and address = {} order by id desc limit 1", MAIL
    )
    at = httpx.URL(asked.headers["location"]).params["at"]
    assert "注销" in (await client.get(asked.headers["location"])).text
    refused = await client.post("/me/leave", data={"at": at, "ideas": ideas, "code": wrong(code)})
    assert refused.status_code == 409
    return await client.post("/me/leave", data={"at": at, "ideas": ideas, "code": code})


async def test_nothing_particular_is_left_and_every_sum_is_as_before(shop: Shop, committed_db: str) -> None:
    client = shop.client
    viewer = await somebody(client)
    own = await writes(client, viewer)
    told = await joins_a_team(client, viewer)
    wear(client, await start_session(viewer.id, agent=f"Mozilla/5.0 {PARTICULARS['browser']}"))
    pledge, perk = await backs(shop, viewer)
    desk, owner = await make_desk("木头社")
    await invite(owner, desk, MAIL, "editor")
    await client.post("/me/data")
    await shop.settle()
    assert await value("select count(*) from data_export where ready_at is not null") == 1
    await ask_code(client, MAIL)  # one that is never used
    await execute(
        "insert into rate_limit (key, ends_at, times) values ({}, app_now() + interval '1 hour', 1)", f"x:9.9.9.9 {PHONE}"
    )
    assert sorted(found_in(await dump(committed_db))) == sorted(PARTICULARS), "the search finds what is there"

    # The perk is on its way: not yet.
    shown = await client.get("/me/leave")
    assert f"/perks/{perk['public_id']}" in shown.text and "发验证码确认" not in shown.text
    assert (await client.post("/me/leave/code", data={"ideas": "keep"})).status_code == 409
    await is_sent(shop, perk)
    await confirm_receipt(viewer, {**perk, "state": "dispatched"})
    assert await customers_known(shop) == 1
    before, avatar = await sums(), (await find_member(viewer.id)).avatar
    assert avatar and await storage.get(avatar, 160)
    files = await value("select file from data_export")

    done = await leave(client)
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert await sums() == before
    await shop.settle()
    assert await sums() == before
    assert found_in(await dump(committed_db)) == []
    ids_only = {"consent.member", "idea.author", "improvement.author", "pledge.backer", "perk.backer", "vote.member"}
    assert await rows_of(viewer.id) == ids_only
    await shop.assert_books_agree()
    assert await shop.accounts(pledge)
    assert await sums_by_account(pledge["campaign"])

    assert await customers_known(shop) == 0, "the provider has forgotten them too"
    assert await storage.get(avatar, 160) is None
    from app.accounts.leaving import files as packed

    assert await packed.stream(files) is None
    assert (await client.get("/me")).status_code == 303, "nobody is signed in any more"
    kept = await client.get(f"/ideas/{own['public_id']}")
    assert kept.status_code == 200 and "会发光的书签" in kept.text and "已注销的成员" in kept.text
    inbox = await inbox_of(client, told)
    assert "已注销的成员" in inbox and PARTICULARS["name"] not in inbox


async def test_a_running_pledge_hinders_and_says_where_it_is_settled(shop: Shop) -> None:
    viewer = await make_member("急着走", email=MAIL)
    campaign = await make_campaign(goal=10**6, lasts=timedelta(days=5))
    pledge = await make_pledge(campaign, await make_tier(campaign), viewer)
    await sign_in(shop.client, viewer)
    assert f"/pledges/{pledge['public_id']}" in (await shop.client.get("/me/leave")).text
    with pytest.raises(Refusal):
        from app.accounts.leaving.actions import erase_member

        await erase_member(viewer, withdraws_ideas=False)
    assert await code_for(MAIL) is None
