"""What is wrong with a page, as far as a machine can see it: axe's findings, overflow, sentences left in another language."""

import gettext
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page, ViewportSize

from app.foundation.i18n import LOCALES
from app.settings import ROOT

PHONE = ViewportSize(width=390, height=844)
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")

_RUN = """async () => {
  const found = await axe.run(document, {
    resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  });
  const told = node => node.target.join(" ") + " " + (node.any[0]?.message ?? "");
  return found.violations.map(one => one.id + ": " + one.nodes.slice(0, 3).map(told).join(" | "));
}"""
# What lies under the fixed bars just now is out of reach only until one scrolls.
_UNFIXED = "() => { for (const bar of document.querySelectorAll('.tab-bar, .action-bar')) bar.style.position = 'static'; }"
_OVERFLOW = "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
_LARGE = "() => { document.documentElement.style.fontSize = '200%'; }"
_PLAIN = "() => { document.documentElement.style.fontSize = ''; }"
_TEXTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = new Set();
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    if (text && walker.currentNode.parentElement.closest("[lang]") === document.documentElement) texts.add(text);
  }
  for (const one of document.querySelectorAll("[aria-label],[placeholder],[title],[alt]"))
    for (const name of ["aria-label", "placeholder", "title", "alt"])
      if (one.hasAttribute(name) && one.closest("[lang]") === document.documentElement) texts.add(one.getAttribute(name).trim());
  return [...texts];
}"""


@cache
def left_alone(lang: str) -> frozenset[str]:
    """Messages that read otherwise in this language: met on a page as they stand, they were not translated."""
    path = ROOT / "app" / "locale" / LOCALES[lang] / "LC_MESSAGES" / "messages.mo"
    with path.open("rb") as file:
        known: dict[Any, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return frozenset(key for key, text in known.items() if isinstance(key, str) and key and "\x04" not in key and key != text)


def _on_a_desk(page: Page, lang: str) -> list[str]:
    """Wide, with text of its own size again. What shows only there differs by no language: axe looks once."""
    page.evaluate(_PLAIN)
    page.set_viewport_size({"width": 1280, "height": 900})
    faults = [f"on a wide screen: {fault}" for fault in page.evaluate(_RUN)] if lang == "zh-Hans" else []
    if (beyond := page.evaluate(_OVERFLOW)) > 1:
        faults.append(f"{beyond} px wider than a wide screen")
    page.set_viewport_size(PHONE)
    return faults


def faults_of(page: Page, lang: str) -> list[str]:
    page.evaluate(_UNFIXED)
    page.evaluate(AXE)
    faults = list(page.evaluate(_RUN))
    if (beyond := page.evaluate(_OVERFLOW)) > 1:
        faults.append(f"{beyond} px wider than the screen")
    page.evaluate(_LARGE)
    if (beyond := page.evaluate(_OVERFLOW)) > 1:
        faults.append(f"{beyond} px wider than the screen with text of twice its size")
    faults += _on_a_desk(page, lang)
    if lang != "zh-Hans" and "/patterns" not in page.url:  # the developers' own page has no catalogue
        faults += [f"not translated: {text}" for text in page.evaluate(_TEXTS) if text in left_alone(lang)]
    return faults
