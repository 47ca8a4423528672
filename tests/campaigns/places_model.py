"""A small model of places, offers, queues and totals: plain values, no database. The stateful test holds the real thing to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from campaigns.pledging.rules import PLACE_HELD, PLEDGE

HOUR = 60
LONGEST, SHORTEST, HOLD = 12 * HOUR, 15, 15
SUCCESSFUL = ("succeeded", "collecting")


@dataclass
class Number:
    """Somebody's place in a queue. Moments in minutes."""

    who: int
    wanted: int
    state: str = "waiting"
    offered: int = 0
    until: float = 0


@dataclass
class Tier:
    name: str
    price: int
    cap: int | None
    each: int
    is_add_on: bool = False
    late_price: int | None = None
    queue: list[Number] = field(default_factory=list)

    @property
    def offered(self) -> int:
        return sum(one.offered for one in self.queue if one.state == "offered")

    @property
    def waiting(self) -> int:
        return sum(one.state == "waiting" for one in self.queue)

    def turn_of(self, who: int, now: float) -> Number | None:
        return next((one for one in self.queue if one.who == who and one.state == "offered" and one.until > now), None)

    def open_number(self, who: int) -> Number | None:
        return next((one for one in self.queue if one.who == who and one.state in ("waiting", "offered")), None)


@dataclass
class Change:
    """What a pledge may become; `more` places than it has are held until the difference is paid."""

    places: Mapping[str, int]
    amount: int
    more: Mapping[str, int]


@dataclass
class Pledge:
    who: int
    plan: str
    places: Mapping[str, int]  # the base first
    amount: int
    state: str = "started"
    is_late: bool = False
    since: float = 0
    left: bool = False  # cancelled while it was started: paid all the same, it is cancelled then
    change: Change | None = None

    @property
    def base(self) -> str:
        return next(iter(self.places))

    @property
    def quantity(self) -> int:
        return self.places[self.base]


class World:
    """One campaign. Each verb answers whether it may happen, and does it if so."""

    def __init__(self, tiers: list[Tier], *, most_here: int, goal: int, deadline: float) -> None:
        self.tiers = {tier.name: tier for tier in tiers}
        self.most_here, self.goal, self.deadline = most_here, goal, deadline
        self.pledges: list[Pledge] = []
        self.now: float = 0
        self.state, self.decided = "live", 0
        self.late = ""  # "", open, closed

    # -- what is ------------------------------------------------------------------
    def held(self, *, besides: Pledge | None = None) -> Iterator[tuple[Pledge, str, int]]:
        for one in self.pledges:
            if one.state in PLACE_HELD and one is not besides:
                yield from ((one, tier, n) for tier, n in one.places.items())

    def taken(self, tier: str) -> int:
        """By pledges, and beyond them by changes that wait for their difference."""
        more = sum(one.change.more.get(tier, 0) for one in self.pledges if one.change)
        return sum(n for _, name, n in self.held() if name == tier) + more

    def free(self, tier: Tier) -> int | None:
        return None if tier.cap is None else tier.cap - self.taken(tier.name) - tier.offered

    def mine(self, who: int, tier: str, *, besides: Pledge | None = None) -> int:
        return sum(n for one, name, n in self.held(besides=besides) if name == tier and one.who == who)

    def here(self, who: int, *, besides: Pledge | None = None) -> int:
        return sum(one.quantity for one in self.pledges if one.who == who and one.state in PLACE_HELD and one is not besides)

    @property
    def pledged(self) -> int:
        return sum(one.amount for one in self.pledges if one.state in ("promised", "paid") and not one.is_late)

    def is_to_be_had(self, tier: Tier) -> bool:
        if self.state in SUCCESSFUL:
            return self.late == "open" and tier.late_price is not None
        return self.state == "live" and self.now < self.deadline

    def price(self, places: Mapping[str, int]) -> int | None:
        prices = [tier.late_price if self.state in SUCCESSFUL else tier.price for tier in map(self.tiers.get, places) if tier]
        return None if None in prices else sum(price * n for price, n in zip(prices, places.values(), strict=True) if price)

    # -- pledges ------------------------------------------------------------------
    def pledge(self, who: int, places: Mapping[str, int], plan: str) -> Pledge | None:
        base, is_late = next(iter(places)), self.state in SUCCESSFUL
        turn = self.tiers[base].turn_of(who, self.now)
        amount = self.price(places)
        if amount is None or self.here(who) + places[base] > self.most_here:
            return None
        for name, n in places.items():
            tier = self.tiers[name]
            aside = turn.offered if turn and name == base else 0
            if not self.is_to_be_had(tier) or self.mine(who, name) + n > tier.each or not self.has(tier, n, aside):
                return None
        if turn:
            turn.state, turn.offered = "taken", 0
        made = Pledge(who, "at_once" if is_late else plan, dict(places), amount, is_late=is_late, since=self.now)
        self.pledges.append(made)
        return made

    def has(self, tier: Tier, n: int, aside: int = 0) -> bool:
        """So many places for somebody for whom `aside` of them are set aside."""
        free = self.free(tier)
        return free is None or n <= aside or (not tier.waiting and n <= free + aside)

    def step(self, pledge: Pledge, to: str) -> bool:
        if pledge.state not in PLEDGE.origins(to):
            return False
        pledge.state = to
        return True

    def keep(self, pledge: Pledge, to: str) -> bool:
        """The provider's word: too late, and the place goes."""
        if pledge.plan != ("saved" if to == "promised" else "at_once"):
            return False
        if self.state not in (SUCCESSFUL if pledge.is_late else ("live",)):
            self.step(pledge, "expiring")
            self.step(pledge, "expired")
            return False
        left = pledge.left and pledge.state == "expiring"
        if not self.step(pledge, to):
            return False
        if left:
            self.step(pledge, "cancelled")
        return True

    def cancel(self, pledge: Pledge) -> bool:
        if pledge.state == "started":
            pledge.left = True
            return self.step(pledge, "expiring")
        if pledge.is_late or self.state != "live" or self.now >= self.deadline:
            return False
        return pledge.state in ("promised", "paid") and not self.sinks(pledge.amount) and self.step(pledge, "cancelled")

    def change(self, pledge: Pledge, places: Mapping[str, int]) -> bool:
        """At once, or held where a wallet has more to pay."""
        amount = self.price(places)
        if pledge.is_late or self.state != "live" or self.now >= self.deadline or amount is None:
            return False
        if pledge.state not in ("started", "promised", "paid") or pledge.change or dict(places) == dict(pledge.places):
            return False
        if pledge.state == "started" and self.now - pledge.since >= HOLD:
            return False
        if pledge.state != "started" and self.sinks(pledge.amount - amount):
            return False
        more = {name: n - pledge.places.get(name, 0) for name, n in places.items() if n > pledge.places.get(name, 0)}
        if not self.is_within_share(pledge, places, more) or not all(self.has(self.tiers[name], n) for name, n in more.items()):
            return False
        if pledge.state == "paid" and amount > pledge.amount:
            pledge.change = Change(dict(places), amount, more)
        else:
            pledge.places, pledge.amount = dict(places), amount
        return True

    def is_within_share(self, pledge: Pledge, places: Mapping[str, int], more: Mapping[str, int]) -> bool:
        quantity = places[next(iter(places))]
        if quantity > pledge.quantity and self.here(pledge.who, besides=pledge) + quantity > self.most_here:
            return False
        return all(self.mine(pledge.who, name, besides=pledge) + places[name] <= self.tiers[name].each for name in more)

    def pay_change(self, pledge: Pledge) -> bool:
        change, pledge.change = pledge.change, None
        if change is None or self.state != "live" or pledge.state != "paid":
            return False
        if not self.is_within_share(pledge, change.places, change.more):
            return False
        pledge.places, pledge.amount = change.places, change.amount
        return True

    def sinks(self, less: int) -> bool:
        """In the last day nobody's leaving makes a reached goal miss."""
        return self.deadline - self.now <= 24 * HOUR and self.goal <= self.pledged < self.goal + less

    # -- the queue ----------------------------------------------------------------
    def join(self, who: int, name: str, wanted: int) -> Number | None:
        tier = self.tiers[name]
        if (known := tier.open_number(who)) is not None:
            return known
        free = self.free(tier)
        if free is None or tier.is_add_on or not self.is_to_be_had(tier) or (free > 0 and not tier.waiting):
            return None
        if self.mine(who, name) + wanted > tier.each or self.here(who) + wanted > self.most_here:
            return None
        if sum(one.who == who for one in tier.queue) >= 10:
            return None
        tier.queue.append(Number(who, wanted))
        return tier.queue[-1]

    def leave(self, number: Number) -> bool:
        return self._end(number, "left", ("waiting", "offered"))

    def pass_on(self, number: Number) -> bool:
        return self._end(number, "passed", ("offered",))

    def _end(self, number: Number, to: str, origins: tuple[str, ...]) -> bool:
        if number.state not in origins:
            return False
        number.state, number.offered = to, 0
        return True

    def worker(self) -> None:
        """What ran out, then what is free, to the heads in their order; lists that wait for nothing end."""
        for tier in self.tiers.values():
            for one in tier.queue:
                if one.state == "offered" and one.until <= self.now:
                    self._end(one, "passed", ("offered",))
            if self.is_to_be_had(tier):
                self._offer(tier)
            if self.never_again(tier):
                for one in tier.queue:
                    self._end(one, "closed", ("waiting", "offered"))

    def _offer(self, tier: Tier) -> None:
        left = self.deadline - self.now
        lasts = LONGEST if self.state in SUCCESSFUL else min(max(min(LONGEST, left / 4), SHORTEST), left)
        for one in tier.queue:
            free = self.free(tier)
            if one.state == "waiting" and free:
                one.state, one.offered, one.until = "offered", min(one.wanted, free), self.now + lasts

    def never_again(self, tier: Tier) -> bool:
        if self.state in SUCCESSFUL:
            return self.late == "closed" or bool(self.late and tier.late_price is None)
        return self.state == "failed"

    # -- the campaign ---------------------------------------------------------------
    def raise_cap(self, name: str, cap: int) -> bool:
        tier = self.tiers[name]
        if self.state != "live" or tier.cap is None or cap < tier.cap:
            return False
        tier.cap = cap
        return True

    def close(self) -> str | None:
        if self.state != "live" or self.now < self.deadline:
            return None
        self.decided = self.pledged
        self.state = "succeeded" if self.decided >= self.goal else "failed"
        for one in self.pledges:
            if one.state == "promised":
                one.state = "due" if self.state == "succeeded" else "released"
        return self.state
