"""What the ground rooms hold of a member, and what becomes of it."""

from app.foundation.database import execute
from app.foundation.handover import Handover, hand_over

HANDOVER = Handover(
    moved=(
        ("destination", "member"), ("capability_link", "member"), ("intent", "member"), ("picture", "owner"),
        ("brand", "created_by"), ("brand_invitation", "invited_by"), ("notice", "member"), ("mail", "member"),
        ("sms", "member"), ("must_reach", "member"), ("consent", "member"), ("data_export", "member"),
        ("case_statement", "member"), ("drawn_picture", "member"),
    ),
    once=(
        ("follow", "member", ("kind", "subject")), ("report", "member", ("case_id",)), ("notice_preference", "member", ("kind",)),
        ("digest", "member", ("rhythm",)), ("notice_hours", "member", ()),
    ),
    dropped=(
        ("session", "member"), ("password", "member"), ("member_profile", "member"), ("sign_in_code", "member"),
        ("oidc_flow", "member"), ("passkey", "member"), ("passkey_challenge", "member"), ("totp", "member"),
        ("recovery_code", "member"), ("guest", "member"),
    ),
    history=(
        ("member_merge", "from_member"), ("member_merge", "into_member"), ("member_merge", "actor"),
        ("moderation_case", "decided_by"), ("moderation_word", "added_by"), ("moderation_log", "actor"),
        ("paper_version", "by"), ("withheld_picture", "by"), ("profile_change", "actor"),
    ),
    otherwise=(("identity", "member"), ("share_code", "member"), ("brand_member", "member")),
)  # fmt: skip

_ROLES = "array['support', 'fulfilment', 'editor', 'owner']"


async def merge(from_: int, into: int) -> dict[str, int]:
    """One member's rows become another's. The other's name, password and settings stay as they are."""
    await execute("update identity set member = {}, is_first = false where member = {}", into, from_)
    await execute("update share_code set member = {}, is_current = false where member = {}", into, from_)
    await _merge_roles(from_, into)
    return await hand_over(HANDOVER, from_, into)


async def _merge_roles(from_: int, into: int) -> None:
    """In a team of both the higher role stays."""
    await execute(
        f"""update brand_member t set role = o.role from brand_member o
        where t.member = {{}} and o.member = {{}} and o.brand = t.brand
          and array_position({_ROLES}, o.role::text) > array_position({_ROLES}, t.role::text)""",
        into, from_,
    )  # fmt: skip
    await execute(
        "delete from brand_member o using brand_member t where o.member = {} and t.member = {} and t.brand = o.brand", from_, into
    )
    await execute("update brand_member set member = {} where member = {}", into, from_)
