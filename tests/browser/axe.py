"""axe-core over a page as a person sees it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def violations(page: Page, within: str | None = None) -> list[tuple[str, object]]:
    """Each rule that the page (or the part at the selector `within`) breaks, and where.

    A page whose style sheets are still on their way has the browser's own colours, so it waits.
    """
    page.wait_for_load_state("load")
    found = Axe().run(page, context=[[within]] if within else None)
    return [
        (rule["id"], [(node["target"], node["html"][:120]) for node in rule["nodes"]])
        for rule in found.response["violations"]
    ]
