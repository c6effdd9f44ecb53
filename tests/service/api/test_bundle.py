from __future__ import annotations

import gzip
import re
import subprocess
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.api.bundle import BundleFault, bundle, widget_script

BUDGET = 20 * 1024  # bytes, gzipped, all that a host page loads


def test_the_widget_is_one_script_within_its_budget(client: TestClient) -> None:
    response = client.get("/widget.js", headers={"Origin": "http://localhost"})
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["content-encoding"] == "gzip"
    assert len(gzip.compress(response.content, 6)) <= BUDGET
    assert not re.search(r"^\s*(import|export)\b", response.text, re.MULTILINE)
    assert not re.search(r"https?://", response.text)  # nothing from anywhere else


@pytest.mark.parametrize("tags", ["{0}", "W/{0}", '"x", {0}', 'W/"x",W/{0} , "y"', "*"])
def test_the_widget_is_not_sent_twice(client: TestClient, tags: str) -> None:
    tag = client.get("/widget.js").headers["etag"]
    again = client.get("/widget.js", headers={"If-None-Match": tags.format(tag)})
    assert again.status_code == 304
    assert not again.content


@pytest.mark.parametrize("tags", ['"x"', "", "W/", 'W/"x", "y"'])
def test_the_widget_is_sent_to_whoever_holds_another(client: TestClient, tags: str) -> None:
    assert client.get("/widget.js", headers={"If-None-Match": tags}).status_code == 200


def test_the_script_parses_and_its_sheet_has_no_size_of_the_hosts(tmp_path: Path) -> None:
    script, _ = widget_script()
    (tmp_path / "widget.mjs").write_text(script, encoding="utf-8")
    subprocess.run(["node", "--check", tmp_path / "widget.mjs"], check=True)
    assert not re.search(r"\drem\b", script)


def test_modules_run_in_order_and_keep_their_names_apart(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/one.js").write_text("const NAME = 1;\nexport const one = () => NAME;\n")
    (tmp_path / "two.js").write_text(
        'import { one as first } from "./deep/one.js";\nconst NAME = 2;\n'
        "/** Both. */\nexport async function* both() {\n  yield first() + NAME;\n}\n"
    )
    (tmp_path / "main.js").write_text(
        'import { both } from "./two.js";\n'
        'import {\n  one,\n} from "./deep/one.js";\n'
        "for await (const sum of both()) console.log(sum, one());\n"
    )
    text = bundle(tmp_path, "two.js", {})
    assert "Both." not in text
    script = bundle(tmp_path, "main.js", {}).replace(
        "(() => {\nconst { both }", "(async () => {\nconst { both }"
    )
    done = subprocess.run(
        ["node", "--input-type=module"], input=script, capture_output=True, text=True, check=True
    )
    assert done.stdout == "3 1\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('import "./b.js";\n', "form"),
        ("export default 1;\n", "form"),
        ('import { a } from "./a.js";\nexport const a = 1;\n', "circle"),
    ],
)
def test_what_cannot_be_put_together_is_said(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "a.js").write_text(text)
    with pytest.raises(BundleFault, match=fault):
        bundle(tmp_path, "a.js", {})
