"""Notes are data from anybody: what an attacker writes into one never reaches a page alive."""

from __future__ import annotations

import re

import pytest

from tests.indexer.test_rendering import render


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "Text <script src=//x.y></script> more.",
        "<img src=x onerror=alert(1)>",
        "![alt](http://x.y/z.png)",
        "<iframe src=//x.y></iframe>",
        "<style>body{display:none}</style>",
        '<p style="position:fixed" class="page" onclick="alert(1)">x</p>',
        '<a href="JaVaScRiPt:alert(1)">x</a>',
        '<a href="java&#10;script:alert(1)">x</a>',
        "[x](javascript&colon;alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<form action=//x.y><input name=q><button>go</button></form>",
        "<math><mtext></mtext><style><img src=x onerror=alert(1)></style></math>",
        '<details open ontoggle="alert(1)"><summary>s</summary></details>',
        "```html\n<script>alert(1)</script>\n```",
        '```"><script>alert(1)</script>\ncode\n```',
        "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
        "![<script>alert(1)</script>](x)",
        "<object data=x></object><embed src=x><base href=//x.y><meta http-equiv=refresh>",
    ],
)
def test_attacks_are_cleaned_away(attack: str) -> None:
    page, passage, units = render(f"# T\n\nBefore.\n\n{attack}\n\nAfter.\n")
    for html in (page, passage, *(unit.html for unit in units)):
        tags = set(re.findall(r"<([a-z0-9]+)", html))
        bad = "script img iframe style svg form input button object embed base meta math"
        assert not tags & set(bad.split())
        for inside in re.findall(r"<[a-z][^>]*>", html):
            assert not re.search(r"\son\w+\s*=|style\s*=|javascript|data:|src\s*=", inside)
        assert 'class="page"' not in html
    assert "After." in page
    assert "After." in passage
