"""What those in the chat programs find: an idea open for votes and a campaign that is live, made once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.chat.browsers import LINE, WECHAT, Chatter
from tests.journeys.line import found_brand, live_campaign, open_challenge, propose
from tests.journeys.people import Person
from tests.journeys.platform import Platform


@dataclass(frozen=True)
class World:
    """Addresses as they are pasted into a chat."""

    idea: str
    campaign: str


@pytest.fixture(scope="package")
def world(platform: Platform, browser: Browser) -> Iterator[World]:
    made: list[Person] = []

    def make(name: str, **more: Any) -> Person:
        made.append(Person(platform, browser, name, **more))
        return made[-1]

    campaign, _ = live_campaign(make, "会聊天的台灯", goal="5000", price="25", days=20)
    owner, fan = make("聊天品牌").sign_in(), make("聊天里的作者").sign_in()
    idea = propose(fan, open_challenge(owner, found_brand(owner, "聊天工坊"), "聊天时用的东西"), "会打瞌睡的台历")
    yield World(idea, campaign)
    for person in made:
        person.context.close()


@pytest.fixture(params=["wechat", "line"])
def agent(request: pytest.FixtureRequest) -> str:
    return {"wechat": WECHAT, "line": LINE}[request.param]


@pytest.fixture
def chatter(platform: Platform, browser: Browser) -> Iterator[Callable[..., Chatter]]:
    """Makes people in chat programs; at the end none of them may have met a broken script or a second tab."""
    made: list[Chatter] = []

    def make(name: str, agent: str, **more: Any) -> Chatter:
        made.append(Chatter(platform, browser, name, agent=agent, **more))
        return made[-1]

    yield make
    for person in made:
        person.context.close()
        assert not person.troubles, person.troubles
