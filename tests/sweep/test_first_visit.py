"""A first visit by a phone on a slow line: light, and painted soon."""

import httpx
import pytest
from playwright.sync_api import Browser

from tests.journeys.platform import Platform
from tests.sweep.crawling import links_in

pytestmark = pytest.mark.sweep

# 150 ms there and back, 1.6 Mbit/s down, a processor four times slower: what browsers' own tools call a slow phone.
LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
HEAVIEST, LATEST = 120_000, 1500

_PAINTED = """() => new Promise(done => {
  const seen = performance.getEntriesByName("first-contentful-paint")[0];
  if (seen) done(seen.startTime);
  else new PerformanceObserver((list, watching) => {
    for (const one of list.getEntriesByName("first-contentful-paint")) { watching.disconnect(); done(one.startTime); }
  }).observe({type: "paint", buffered: true});
})"""


def _first_of(platform: Platform, listed: str, below: str) -> str:
    found = links_in(httpx.get(platform.url + listed).text, platform.url + listed)
    return next(
        path for path in found if path.startswith(below) and path.count("/") == 2 and "?" not in path and "/new" not in path
    )


@pytest.mark.parametrize("of", ["", "/ideas", "/challenges", "/campaigns"])
def test_a_first_visit_is_light_and_painted_soon(world: Platform, browser: Browser, of: str) -> None:
    path = _first_of(world, of, of + "/") if of else "/"
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2, locale="zh-CN")
    page = context.new_page()
    wire = context.new_cdp_session(page)
    weights: list[int] = []
    wire.on("Network.loadingFinished", lambda told: weights.append(told["encodedDataLength"]))
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", LINE)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(world.url + path, wait_until="load")
    painted = page.evaluate(_PAINTED)
    print(f"{path}: {sum(weights) / 1000:.0f} kB in {len(weights)} files, first paint after {painted:.0f} ms")
    context.close()
    assert sum(weights) < HEAVIEST and painted < LATEST
