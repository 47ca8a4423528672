"""Reading the page of changing: what its form would send."""

import re

import httpx


def fields(page: httpx.Response) -> dict[str, str]:
    """Hidden and typed fields of the form, and the radios that are checked."""
    found = {}
    for tag in re.findall(r"<input [^>]*>", page.text):
        name, given = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="radio"' not in tag or " checked" in tag):
            found[name[1]] = given[1] if given else ""
    return found
