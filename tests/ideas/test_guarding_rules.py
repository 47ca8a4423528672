"""What holds votes and what never does: simulated waves of people, and simulated machines."""

import random
import string
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ideas.guarding.rules import LEAST, Cast, findings, is_school

NOW = datetime(2026, 11, 20, 20, tzinfo=UTC)
KNOWN = {"qq.com": 40_000, "163.com": 20_000, "gmail.com": 9_000, "lanmu.com": 30}
ROUND_THE_CLOCK = st.integers(0, 2**32)


def held(votes: list[Cast], usual: float = 0.2) -> set[int]:
    return {vote for one in findings(votes, usual, KNOWN) if one.is_strong for vote in one.votes}


def phone(_: random.Random, __: int) -> str:
    return ""


def common_mail(chance: random.Random, n: int) -> str:
    """QQ numbers, names with a year, whatever."""
    if chance.random() < 0.6:
        return f"{chance.randrange(10**8, 10**10)}@qq.com"
    name = "".join(chance.choices(string.ascii_lowercase, k=chance.randint(3, 9)))
    number = chance.choice(["", str(chance.randrange(1970, 2010)), str(chance.randrange(999))])
    return f"{name}{number}@{chance.choice(['163.com', 'gmail.com'])}"


def student(chance: random.Random, n: int) -> str:
    return f"s{2020_000_000 + chance.randrange(4_000_000)}@stu.example.edu.cn"


def colleague(chance: random.Random, n: int) -> str:
    """A company whose people come by one link: a rare domain, but names."""
    return "".join(chance.choices(string.ascii_lowercase, k=6)) + f".{chance.choice('abcdefgh')}@small-maker.cn"


def people_come(
    chance: random.Random, size: int, minutes: float, mailbox: Callable[[random.Random, int], str], new: float = 1.0
) -> list[Cast]:
    """A wave: quick at first, then fewer; the code is typed at everybody's own pace; almost all are new and vote once."""
    votes = []
    for n in range(size):
        at = NOW + timedelta(minutes=minutes * chance.random() ** 2)
        is_new = chance.random() < new
        joined = at - (timedelta(seconds=chance.expovariate(1 / 2)) if is_new else timedelta(days=chance.uniform(3, 300)))
        votes.append(Cast(n, at, joined, 1 if chance.random() < 0.95 else chance.randint(2, 6), mailbox(chance, n), "chat"))
    return votes


def machine(
    chance: random.Random,
    size: int,
    seconds: float,
    jitter: float,
    mailbox: Callable[[random.Random, int], str],
    begin: int = 100_000,
) -> list[Cast]:
    at, votes = NOW, []
    for n in range(size):
        at += timedelta(seconds=seconds * (1 + chance.uniform(-jitter, jitter)))
        votes.append(Cast(100_000 + n, at, at - timedelta(minutes=chance.uniform(0.1, 600)), 1, mailbox(chance, n)))
    return votes


def bots_mail(chance: random.Random, n: int) -> str:
    return f"fan{n:04}@x9mail.top"


def random_mail(chance: random.Random, n: int) -> str:
    return "".join(chance.choices(string.ascii_lowercase, k=8)) + "@x9mail.top"


def numbered_gmail(chance: random.Random, n: int) -> str:
    return f"liwei{chance.randrange(10_000)}@gmail.com"


@settings(max_examples=150, deadline=None)
@given(
    seed=ROUND_THE_CLOCK, size=st.integers(LEAST, 1500), minutes=st.floats(3, 2000), new=st.floats(0, 1), usual=st.floats(0, 5),
    mailbox=st.sampled_from([phone, common_mail, student, colleague]),
)  # fmt: skip
def test_a_wave_of_people_is_never_held(
    seed: int, size: int, minutes: float, new: float, usual: float, mailbox: Callable[[random.Random, int], str]
) -> None:
    assert held(people_come(random.Random(seed), size, minutes, mailbox, new), usual) == set()


@settings(max_examples=60, deadline=None)
@given(seed=ROUND_THE_CLOCK, size=st.integers(LEAST, 1500), minutes=st.floats(3, 2000))
def test_a_wave_by_phones_or_known_mail_makes_no_case_at_all(seed: int, size: int, minutes: float) -> None:
    chance = random.Random(seed)
    for mailbox in (phone, common_mail, student):
        assert findings(people_come(chance, size, minutes, mailbox), 0.2, KNOWN) == []


@settings(max_examples=80, deadline=None)
@given(
    seed=ROUND_THE_CLOCK, size=st.integers(30, 400), seconds=st.floats(2, 1800), jitter=st.floats(0, 0.4),
    mailbox=st.sampled_from([phone, bots_mail, random_mail, numbered_gmail, common_mail]),
)  # fmt: skip
def test_a_machine_is_held(
    seed: int, size: int, seconds: float, jitter: float, mailbox: Callable[[random.Random, int], str]
) -> None:
    votes = machine(random.Random(seed), size, seconds, jitter, mailbox)
    assert len(held(votes)) >= size * 0.9


@settings(max_examples=50, deadline=None)
@given(seed=ROUND_THE_CLOCK, size=st.integers(30, 300), minutes=st.floats(5, 600))
def test_mailboxes_made_in_a_row_are_held_whatever_their_rhythm(seed: int, size: int, minutes: float) -> None:
    chance = random.Random(seed)
    votes = [
        Cast(n, at := NOW + timedelta(minutes=minutes * chance.random()), at - timedelta(hours=1), 1, bots_mail(chance, n))
        for n in range(size)
    ]
    assert len(held(votes)) == size


@settings(max_examples=50, deadline=None)
@given(
    seed=ROUND_THE_CLOCK, people=st.integers(LEAST, 600), bots=st.integers(30, 200), seconds=st.floats(2, 300),
    mailbox=st.sampled_from([bots_mail, random_mail]),
)  # fmt: skip
def test_people_who_come_at_the_same_time_as_a_machine_keep_their_votes(
    seed: int, people: int, bots: int, seconds: float, mailbox: Callable[[random.Random, int], str]
) -> None:
    chance = random.Random(seed)
    crowd, made = people_come(chance, people, 120, common_mail), machine(chance, bots, seconds, 0.3, mailbox)
    assert held(crowd + made) == {one.id for one in made}


@settings(max_examples=50, deadline=None)
@given(seed=ROUND_THE_CLOCK, size=st.integers(0, LEAST - 1))
def test_few_votes_are_no_crowd(seed: int, size: int) -> None:
    assert findings(machine(random.Random(seed), size, 30, 0, bots_mail), 0, KNOWN) == []


@settings(max_examples=40, deadline=None)
@given(seed=ROUND_THE_CLOCK, size=st.integers(40, 300))
def test_a_company_that_votes_for_its_own_is_looked_at_and_not_touched(seed: int, size: int) -> None:
    found = findings(people_come(random.Random(seed), size, 60, colleague), 0.1, KNOWN)
    assert found and not any(one.is_strong for one in found)
    assert {"domain", "fresh", "single"} <= {sign.name for sign in found[0].signs}


@settings(max_examples=40, deadline=None)
@given(seed=ROUND_THE_CLOCK, size=st.integers(30, 200))
def test_regular_members_are_not_held_for_coming_steadily(seed: int, size: int) -> None:
    """Say, a newsletter sent out in portions: old accounts that voted for others too."""
    votes = machine(random.Random(seed), size, 30, 0.2, common_mail)
    regulars = [Cast(one.id, one.at, one.at - timedelta(days=90), 4, one.mailbox) for one in votes]
    assert held(regulars) == set()


def test_schools_are_known_by_their_domains() -> None:
    assert all(
        is_school(one) for one in ("stu.pku.edu.cn", "mail.nctu.edu.tw", "mit.edu", "u-tokyo.ac.jp", "ox.ac.uk", "hku.edu.hk")
    )
    assert not any(is_school(one) for one in ("education.top", "x9mail.top", "edu-mail.com", "qq.com"))


def test_the_figures_can_be_read() -> None:
    found = findings(machine(random.Random(1), 40, 30, 0.1, bots_mail), 0.2, KNOWN)
    by_name = {sign.name: sign.figures for sign in found[0].signs}
    assert by_name["rhythm"]["seconds"] in (29, 30, 31) and int(by_name["rhythm"]["percent"]) < 15
    assert by_name["domain"] == {"n": 40, "domain": "x9mail.top", "before": 0}
    assert by_name["alike"] == {"n": 40, "of": 40, "stem": "fan"}
