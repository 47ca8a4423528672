"""Pure parts of an agreement: the lifecycle, the split that is proposed, and parts that always sum to the whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.foundation.i18n import N_
from app.foundation.lifecycle import Lifecycle
from app.foundation.money import Money
from app.foundation.refusals import Refusal

AGREEMENT = Lifecycle(
    "agreement",
    {"offered": ("accepted", "declined", "replaced"), "accepted": ("replaced",), "declined": ("replaced",), "replaced": ()},
)
STANDING = ("offered", "accepted", "declined")  # the newest of an idea; what it replaced is history
STATE_WORDS = {
    "offered": N_("等大家答复"),
    "accepted": N_("都同意了"),
    "declined": N_("有人没同意"),
    "replaced": N_("已换成新的"),
}
STATE_TONES = {"offered": "warn", "accepted": "good", "declined": "bad", "replaced": "quiet"}
PART_WORDS = {"waiting": N_("还没答复"), "accepted": N_("同意了"), "declined": N_("没有同意")}
PART_TONES = {"waiting": "warn", "accepted": "good", "declined": "bad"}

WHOLE = 10_000  # basis points of the share
ROLES = ("author", "co_author", "improver")
ROLE_WORDS = {"author": N_("作者"), "co_author": N_("共同作者"), "improver": N_("共创改进")}
# What a group gets together where all three are there; who isn't there leaves theirs to the others in proportion.
GROUP_WEIGHTS = {"author": 60, "co_author": 25, "improver": 15}
REMIND_AFTER_DAYS = (3, 7, 14)


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody whose yes is needed."""

    member: int
    role: str


def apportion(whole: int, weights: Sequence[int]) -> list[int]:
    """Whole parts in proportion to the weights that sum to the whole; leftover units go to the largest remainders."""
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("weights must be non-negative and not all zero")
    parts = [whole * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda n: -(whole * weights[n] % total))
    for n in by_remainder[: whole - sum(parts)]:
        parts[n] += 1
    return parts


def proposed(parties: Sequence[Party]) -> list[int]:
    """Basis points for each, in their order: groups by their weights, equally within a group."""
    sizes = {role: sum(one.role == role for one in parties) for role in ROLES}
    product = max(sizes["author"], 1) * max(sizes["co_author"], 1) * max(sizes["improver"], 1)
    return apportion(WHOLE, [GROUP_WEIGHTS[one.role] * product // sizes[one.role] for one in parties])


def split_share(share: Money, points: Mapping[int, int]) -> dict[int, Money]:
    """A collected share in money, by member; the parts sum to it exactly."""
    return dict(zip(points, share.split(list(points.values())), strict=True))


def read_percent(typed: str) -> int | None:
    """Basis points from what a person typed as a percentage: 60, 12.5, 33.34%; None when it is no such part."""
    cleaned = typed.strip().rstrip("%％").strip()
    whole, _, rest = cleaned.partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 3 and len(rest) <= 2):
        return None
    if rest and not (rest.isascii() and rest.isdigit()):
        return None
    points = int(whole) * 100 + int((rest + "00")[:2])
    return points if points <= WHOLE else None


def as_percent(points: int) -> str:
    """60, 12.5, 33.34."""
    return f"{Decimal(points) / 100:f}".rstrip("0").rstrip(".") if points % 100 else str(points // 100)


def check_whole(points: Sequence[int]) -> None:
    missing = WHOLE - sum(points)
    if missing > 0:
        raise Refusal(N_("几份加起来要正好 100%%，现在还差 %(missing)s%%。"), field="parts", missing=as_percent(missing))
    if missing < 0:
        raise Refusal(N_("几份加起来要正好 100%%，现在多了 %(missing)s%%。"), field="parts", missing=as_percent(-missing))


def check_offer(state: str, *, is_fixed: bool, share: Decimal, promised: Decimal | None) -> None:
    """Refuses with the one sentence that says why this can't be offered now."""
    if state not in ("won", "campaigned"):
        raise Refusal(N_("采纳之后才能发共创约定。"))
    if is_fixed:
        raise Refusal(N_("众筹已经公开，大家同意过的约定不能再改。"))
    if promised is not None and share < promised:
        raise Refusal(N_("征集里承诺了至少 %(promised)s%%，不能少于它。"), field="share", promised=f"{promised:f}")


def check_answer(agreement: str, part: str) -> None:
    if agreement == "replaced":
        raise Refusal(N_("品牌换了一份新的约定，请看最新的那份。"))
    if part != "waiting":
        raise Refusal(N_("你已经答复过这份约定了。"))
    if agreement == "declined":
        raise Refusal(N_("有人没有同意，品牌会再发一份新的约定。"))
