"""Pure decisions about votes that look organised: what can be seen in a crowd of votes, and when it is enough to hold them.

A link passed on in a chat brings thousands of new members within minutes who vote for nothing else: that crowd is what this
site is for. So fresh accounts, accounts with one idea and a burst are one and the same sign, never enough by themselves, and an
internet address is no sign at all (a dormitory or a carrier hides thousands behind one). Votes are held only where a crowd also
shows what people don't: the rhythm of a machine, or mailboxes made in a row. Less than that makes a case to look at.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import fmean, pstdev

LEAST = 15  # fewer votes are no crowd
FRESH = timedelta(hours=48)  # how young an account is when it votes
MOSTLY = 0.7

SLOWEST_COINCIDENCE = 1.0  # mean seconds between votes: quicker ones come from too many people at once to have a rhythm
STEADY = 0.38  # spread of the intervals beside their mean: 1 where people come independently, more where they come in waves
LEAST_FOR_RHYTHM = 30  # of so many independent people one crowd in a hundred thousand is as steady as that
RARE = 0.5  # share of a rare mail domain's members that this crowd is, at least
FEW_BEFORE = 20  # so many members of a domain before make it a known one
ALIKE = 0.6  # share of a crowd's mailboxes that differ only in digits
SHORTEST_STEM = 2
BURST = 8  # times the idea's usual votes an hour

# Schools give out numbered mailboxes, and a whole dormitory may come by one link.
_SCHOOL = re.compile(r"(^|\.)(edu|ac|school|k12)(\.[a-z]{2})?$|(^|\.)(edu|ac)\.[a-z]{2}$")
# Mail for everybody: sharing it says nothing.
PUBLIC_MAIL = frozenset(
    re.findall(
        r"\S+",
        "qq.com vip.qq.com foxmail.com 163.com 126.com yeah.net 188.com 139.com 189.cn wo.cn sina.com sina.cn sohu.com aliyun.com"
        " tom.com 21cn.com gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com yahoo.com.tw yahoo.com.hk"
        " icloud.com me.com mac.com proton.me protonmail.com pm.me gmx.com gmx.net mail.ru yandex.ru naver.com hanmail.net"
        " daum.net pchome.com.tw hinet.net seed.net.tw netvigator.com",
    )
)


@dataclass(frozen=True, slots=True)
class Cast:
    """One vote for the idea, with what is known of its member."""

    id: int
    at: datetime
    joined_at: datetime
    ideas: int  # for how many ideas they have voted in all
    mailbox: str = ""  # "" where they signed up by phone or otherwise
    ref: str = ""

    @property
    def is_fresh(self) -> bool:
        return self.at - self.joined_at <= FRESH

    @property
    def domain(self) -> str:
        return self.mailbox.rpartition("@")[2].lower()

    @property
    def stem(self) -> str:
        """What stands before the @ without its digits."""
        return re.sub(r"[\d._-]+", "", self.mailbox.partition("@")[0].partition("+")[0].lower())

    @property
    def is_numbered(self) -> bool:
        """A word and a number."""
        return len(self.stem) >= SHORTEST_STEM and any(sign.isdigit() for sign in self.mailbox.partition("@")[0])


@dataclass(frozen=True, slots=True)
class Sign:
    """Something seen in a cluster, with its figures, to be read by a person."""

    name: str
    figures: Mapping[str, int | float | str]


@dataclass(frozen=True, slots=True)
class Finding:
    """A cluster of votes, what was seen in it, and whether that is enough to hold them."""

    votes: tuple[int, ...]
    signs: tuple[Sign, ...]
    is_strong: bool
    from_at: datetime
    to_at: datetime


def is_school(domain: str) -> bool:
    return bool(_SCHOOL.search(domain))


def clusters(votes: Iterable[Cast], known: Mapping[str, int]) -> list[list[Cast]]:
    """Votes that may belong together: of one little-known mail domain, of mailboxes alike, of one link, and the rest.

    Each vote stands in one cluster only, so that a crowd with something in common isn't judged by those beside it.
    """
    by_key: defaultdict[tuple[str, str], list[Cast]] = defaultdict(list)
    everyone = list(votes)
    stems = Counter(
        (one.domain, one.stem) for one in everyone if len(one.stem) >= SHORTEST_STEM and re.search(r"\d", one.mailbox)
    )
    for one in everyone:
        if one.domain and one.domain not in PUBLIC_MAIL and not is_school(one.domain) and known.get(one.domain, 0) < FEW_BEFORE:
            key = ("domain", one.domain)
        elif stems[one.domain, one.stem] >= LEAST:
            key = ("stem", f"{one.stem}@{one.domain}")
        else:
            key = ("link", one.ref)
        by_key[key].append(one)
    # A wave may hide a machine: those who are new and voted for nothing else are looked at apart from regulars.
    return [part for cluster in by_key.values() for part in _parts(cluster)]


def _parts(cluster: list[Cast]) -> list[list[Cast]]:
    narrow = [one for one in cluster if one.is_fresh and one.ideas <= 1]
    parts = [narrow, [one for one in cluster if not (one.is_fresh and one.ideas <= 1)]]
    return [sorted(part, key=lambda one: one.at) for part in parts if len(part) >= LEAST]


def _crowd(cluster: Sequence[Cast], usual_an_hour: float) -> list[Sign]:
    """What any wave shows."""
    n = len(cluster)
    signs = []
    fresh, single = sum(one.is_fresh for one in cluster), sum(one.ideas <= 1 for one in cluster)
    if fresh >= n * MOSTLY:
        signs.append(Sign("fresh", {"n": fresh, "of": n, "hours": int(FRESH.total_seconds() // 3600)}))
    if single >= n * MOSTLY:
        signs.append(Sign("single", {"n": single, "of": n}))
    hours = max((cluster[-1].at - cluster[0].at).total_seconds() / 3600, 1.0)
    if n / hours >= BURST * max(usual_an_hour, 0.5):
        signs.append(Sign("burst", {"n": n, "hours": round(hours, 1), "usual": round(usual_an_hour, 1)}))
    return signs


def spread_of(cluster: Sequence[Cast]) -> tuple[float, float] | None:
    """Mean seconds between votes and their spread beside it; the longest tenth is left out (a machine rests too)."""
    gaps = sorted((later.at - earlier.at).total_seconds() for earlier, later in pairwise(cluster))
    gaps = gaps[: len(gaps) - len(gaps) // 10]
    if len(cluster) < LEAST_FOR_RHYTHM or (mean := fmean(gaps)) < SLOWEST_COINCIDENCE:
        return None
    return mean, pstdev(gaps) / mean


def _rhythm(cluster: Sequence[Cast]) -> Sign | None:
    found = spread_of(cluster)
    if found is None or found[1] >= STEADY:
        return None
    return Sign("rhythm", {"n": len(cluster), "seconds": round(found[0]), "percent": round(found[1] * 100)})


def _domain(cluster: Sequence[Cast], known: Mapping[str, int]) -> Sign | None:
    domain, n = Counter(one.domain for one in cluster).most_common(1)[0]
    if not domain or domain in PUBLIC_MAIL or is_school(domain) or n < len(cluster) * MOSTLY:
        return None
    before = known.get(domain, 0)
    return Sign("domain", {"n": n, "domain": domain, "before": before}) if n >= (n + before) * RARE else None


def _alike(cluster: Sequence[Cast]) -> Sign | None:
    """Mailboxes that are one word and a number. Numbers alone say nothing: many are given out so."""
    numbered = [one for one in cluster if one.is_numbered]
    if not numbered or is_school(cluster[0].domain):
        return None
    (stem, n) = Counter(one.stem for one in numbered).most_common(1)[0]
    return Sign("alike", {"n": n, "of": len(cluster), "stem": stem[:3]}) if n >= max(len(cluster) * ALIKE, LEAST) else None


def judge(cluster: Sequence[Cast], usual_an_hour: float, known: Mapping[str, int]) -> Finding | None:
    """None where nothing but a crowd is seen."""
    crowd = _crowd(cluster, usual_an_hour)
    names = {one.name for one in crowd}
    rhythm, domain, alike = _rhythm(cluster), _domain(cluster, known), _alike(cluster)
    telling = [one for one in (rhythm, domain, alike) if one is not None]
    is_crowd = "burst" in names or {"fresh", "single"} <= names
    if not telling or not is_crowd:
        return None
    is_new = {"fresh", "single"} <= names
    is_strong = (rhythm is not None and (is_new or domain is not None or alike is not None)) or (
        domain is not None and alike is not None and is_new
    )
    return Finding(tuple(one.id for one in cluster), (*telling, *crowd), is_strong, from_at=cluster[0].at, to_at=cluster[-1].at)


def findings(votes: Iterable[Cast], usual_an_hour: float, known: Mapping[str, int]) -> list[Finding]:
    """`known`: by mail domain, how many members had it before these votes began; `usual`: the idea's votes an hour before."""
    judged = (judge(cluster, usual_an_hour, known) for cluster in clusters(votes, known))
    return [one for one in judged if one is not None]
