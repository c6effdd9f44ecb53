"""The same request gives the same bytes, in every process and for every hash seed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.build import build
from indexer.embedding import WordsEmbedder
from service.planning.graph.catalogue import Catalogue
from service.planning.plan import make_plan
from tests.conftest import ROOT
from tests.service.planning.personas import PERSONAS, profile_of

_SCRIPT = """
import json, sys
from pathlib import Path
from indexer.embedding import WordsEmbedder
from indexer.index import Index
from service.planning.graph.catalogue import read_catalogue
from service.planning.plan import make_plan
from service.planning.learner.profile import Profile
catalogue = read_catalogue(Index.load(Path(sys.argv[1]), WordsEmbedder()))
for fields in json.loads(sys.argv[2]):
    print(make_plan(Profile.model_validate(fields), catalogue).model_dump_json(by_alias=True))
"""


@pytest.fixture(scope="module")
def other_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second index of the same notes, built by itself."""
    folder: Path = tmp_path_factory.mktemp("again") / "index"
    build(ROOT / "kb", folder, WordsEmbedder())
    return folder


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_i7_bytes_do_not_depend_on_process_or_hash_seed(
    catalogue: Catalogue, other_index: Path, seed: str
) -> None:
    fields = [{"start_date": "2026-01-05"} | persona.profile for persona in PERSONAS]
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(other_index), json.dumps(fields)],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    ours = [
        make_plan(profile_of(persona.name), catalogue).model_dump_json(by_alias=True)
        for persona in PERSONAS
    ]
    assert done.stdout.splitlines() == ours
