"""What a team must always have, and what its roles are called."""

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal

INVITATION_DAYS = 14
ROLE_WORDS = {"owner": N_("所有者"), "editor": N_("编辑"), "fulfilment": N_("发货"), "support": N_("客服")}
ROLE_NOTES = {
    "owner": N_("什么都能做，包括管理团队"),
    "editor": N_("发征集、写评审、做众筹项目"),
    "fulfilment": N_("看发货清单、填运单"),
    "support": N_("回复支持者"),
}


# What others read of a brand `b` on things that go on standing when it is hidden itself: SQL.
SHOWN_NAME = "case b.visibility when 'visible' then b.name else '品牌 ' || right(b.public_id, 4) end"
SHOWN_LOGO = "case b.visibility when 'visible' then b.logo else '' end"


def check_owner_remains(owners: set[int], leaving: int) -> None:
    """A brand is never left without an owner."""
    if owners <= {leaving}:
        raise Refusal(N_("品牌至少要有一位所有者。请先把另一位成员设为所有者。"))


def check_open_to_brands(single_brand: str) -> None:
    """A site that is one brand's has room for no other."""
    if single_brand:
        raise Refusal(N_("这个站只属于一个品牌，不能再建别的。"))
