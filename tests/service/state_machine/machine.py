"""What users and operators may do, in any order, and what has to hold after each step."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from indexer.errors import IndexBroken, IndexMissing
from tests.service.state_machine.expected import Expected, Given
from tests.service.state_machine.world import World

QUEUES = "# Queues\n\nA bounded queue refuses work when 8 jobs wait. It keeps the worker alive.\n"
QUESTIONS = {
    "queue": "What does a bounded queue refuse in {marker}?",
    "alpha": "At how many bar does the alpha valve open in {marker}?",
    "beta": "At how many bar does the beta valve open in {marker}?",
    "follow-up": "and why, {marker}?",
    "off": "purple {marker} zebras admire clever giraffes?",
    "hello": "hello",
}
REASONS = st.lists(st.sampled_from(["wrong", "incomplete", "unclear"]), unique=True, max_size=2)
PICK = st.integers(0, 999)
DAMAGES = ("index.sqlite", "vectors.faiss", "units.faiss", "hints.faiss", "manifest.json")


class Service(RuleBasedStateMachine):
    """Everybody at once: people who ask, vote, export and delete; who writes notes; who operates."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="onramp-states-"))
        self.world = World(self.folder)
        self.is_ = Expected(notes={"queues": QUEUES})
        self.count = 0

    @initialize()
    def begin(self) -> None:
        self.is_.publish(self.world.index(self.is_.notes).generation)
        self._start()

    def teardown(self) -> None:
        if hasattr(self.world, "client"):
            self.nothing_that_was_deleted_is_shown()
            self.world.stop()
        shutil.rmtree(self.folder)

    # People

    @rule(kind=st.sampled_from(list(QUESTIONS)), new=st.booleans(), pick=PICK, stream=st.booleans())
    def ask(self, kind: str, new: bool, pick: int, stream: bool) -> None:
        self._ask(kind, new, pick, stream)

    def _ask(self, kind: str, new: bool, pick: int, stream: bool) -> str | None:
        """The id of the answer, None for small talk; checks what it cites."""
        self.count += 1
        known = self.is_.conversations
        new = new or not known
        talk = f"conversation-{self.count:04d}" if new else known[pick % len(known)]
        marker = f"bavuko{self.count:04d}x"
        answer = self.world.ask(QUESTIONS[kind].format(marker=marker), talk, stream)
        self.is_.asked[answer["status"]] += 1
        if answer["status"] == "smalltalk":
            return None
        assert answer["conversation_id"] == talk
        self.is_.answers[answer["answer_id"]] = Given(talk, answer["status"], marker)
        self._check_citations([passage["url"] for passage in answer["passages"]])
        return str(answer["answer_id"])

    @precondition(lambda self: self.is_.answers)
    @rule(pick=PICK, verdict=st.sampled_from(["up", "down"]), reasons=REASONS)
    def vote(self, pick: int, verdict: str, reasons: list[str]) -> None:
        answer_id = sorted(self.is_.answers)[pick % len(self.is_.answers)]
        self._vote(answer_id, verdict, reasons)

    @rule(pick=PICK, verdict=st.sampled_from(["up", "down"]))
    def vote_at_once(self, pick: int, verdict: str) -> None:
        """Before the answer's own write can have ended."""
        answer_id = self._ask("queue", False, pick, True)
        if answer_id:
            self._vote(answer_id, verdict, [])

    def _vote(self, answer_id: str, verdict: str, reasons: list[str]) -> None:
        assert self.world.vote(answer_id, verdict, reasons) == 204
        self.is_.answers[answer_id].vote = (verdict, tuple(reasons))

    @precondition(lambda self: self.is_.gone)
    @rule(pick=PICK)
    def vote_on_what_is_gone(self, pick: int) -> None:
        assert self.world.vote(sorted(self.is_.gone)[pick % len(self.is_.gone)], "up", []) == 404

    @precondition(lambda self: self.is_.answers)
    @rule(pick=PICK)
    def export(self, pick: int) -> None:
        talk = self.is_.conversations[pick % len(self.is_.conversations)]
        told = self.world.client.get(f"/conversations/{talk}").json()["answers"]
        assert {one["answer_id"] for one in told} == set(self.is_.of(talk))
        for one in told:
            given = self.is_.answers[one["answer_id"]]
            assert given.marker in one["question"]
            assert (one["verdict"], tuple(one["reasons"] or [])) == (given.vote or (None, ()))

    @precondition(lambda self: self.is_.answers)
    @rule(pick=PICK)
    def delete(self, pick: int) -> None:
        talk = self.is_.conversations[pick % len(self.is_.conversations)]
        self._delete(talk)

    @rule(kind=st.sampled_from(["queue", "off"]), pick=PICK)
    def delete_at_once(self, kind: str, pick: int) -> None:
        """Before the last answer's own write can have ended."""
        answer_id = self._ask(kind, False, pick, True)
        if answer_id:
            self._delete(self.is_.answers[answer_id].conversation)

    def _delete(self, talk: str) -> None:
        address = f"/conversations/{talk}"
        assert self.world.client.delete(address).status_code == 204
        assert self.world.client.get(address).status_code == 404
        self.is_.forget(self.is_.of(talk))

    # Whoever writes notes

    @rule(name=st.sampled_from(["alpha", "beta"]), how=st.sampled_from(["write", "remove"]))
    def publish(self, name: str, how: str) -> None:
        """Adds, changes or removes a note, and builds."""
        self.count += 1
        if how == "remove":
            self.is_.notes.pop(name, None)
        else:
            text = f"The {name} valve opens at {self.count} bar."
            self.is_.notes[name] = f"# {name.title()}\n\n{text}\n"
        self._build()
        self._refresh()

    @rule(file=st.sampled_from(DAMAGES), empty=st.booleans())
    def publish_damaged(self, file: str, empty: bool) -> None:
        """A disk that loses half of a file that was just written."""
        self.count += 1
        self.is_.notes["gamma"] = f"# Gamma\n\nThe gamma valve opens at {self.count} bar.\n"
        self._build()
        path = self.world.generations.current() / file
        path.write_bytes(b"" if empty else path.read_bytes()[: path.stat().st_size // 2])
        self.is_.damaged.add(self.is_.current)
        self._refresh()

    def _build(self) -> None:
        current = self.is_.current
        same = current not in self.is_.damaged and self.is_.made_of[current] == self.is_.notes
        report = self.world.index(self.is_.notes)
        assert report.unchanged == same
        if not same:
            self.is_.publish(report.generation)

    # Whoever operates it

    @rule()
    def roll_back(self) -> None:
        if len(self.is_.on_disk) < 2:
            with pytest.raises(IndexMissing):
                self.world.generations.roll_back()
        else:
            assert self.world.generations.roll_back().name == self.is_.roll_back()
        self._refresh()

    @rule()
    def look_again(self) -> None:
        """The service looks for an index every second: that nothing is new must change nothing."""
        self._refresh()

    @precondition(lambda self: self.is_.answers)
    @rule(pick=PICK)
    def grow_old(self, pick: int) -> None:
        """A conversation becomes too old to be kept; it goes when the service next looks."""
        talk = self.is_.conversations[pick % len(self.is_.conversations)]
        self.world.age(talk)
        for answer_id in self.is_.of(talk):
            self.is_.answers[answer_id].aged = True

    @rule()
    def restart(self) -> None:
        """What is too old goes then. Over a damaged generation it does not start, and says so."""
        self.world.stop()
        if self.is_.current in self.is_.damaged:
            with pytest.raises(IndexBroken, match="onramp index"):
                self.world.start()
            self._build()
        self._start()

    def _start(self) -> None:
        self.world.start()
        self.is_.asked.clear()
        self.is_.refresh()
        self.is_.forget([id_ for id_, given in self.is_.answers.items() if given.aged])
        deadline = time.monotonic() + 30
        while {row["answer_id"] for row in self.world.kept()} != set(self.is_.answers):
            assert time.monotonic() < deadline, "what is too old stays, or more went than that"
            time.sleep(0.005)

    def _refresh(self) -> None:
        self.world.state.current.refresh()
        self.is_.refresh()

    def _check_citations(self, urls: list[str]) -> None:
        """Each leads to a heading of a note that the generation in force holds."""
        for url in urls:
            path, _, anchor = url.partition("#")
            slug = path.removeprefix("/notes/")
            text = self.is_.made_of[self.is_.served][slug]
            page = self.world.client.get(url)
            assert page.status_code == 200
            assert f'id="{anchor}"' in page.text
            assert text.rpartition("\n\n")[2].strip() in page.text

    # What holds after each step

    @invariant()
    def what_was_acknowledged_is_there_and_nothing_else(self) -> None:
        self.world.settle()
        rows = self.world.kept()
        found = {
            row["answer_id"]: (row["conversation_id"], row["status"], row["verdict"])
            for row in rows
        }
        assert found == {
            id_: (given.conversation, given.status, given.vote and given.vote[0])
            for id_, given in self.is_.answers.items()
        }
        said = repr(rows)
        assert not [marker for marker in self.is_.gone.values() if marker in said]

    @invariant()
    def the_newest_readable_generation_is_served(self) -> None:
        ready = self.world.ready()
        assert ready["index"]["generation"] == self.is_.served
        assert ready["index"]["notes"] == len(self.is_.made_of[self.is_.served])
        assert (ready["trouble"] is None) == (self.is_.current not in self.is_.damaged)
        assert ready["store"] == "ok"
        assert {folder.name for folder in self.world.generations.newest_first()} == set(
            self.is_.on_disk
        )

    @invariant()
    def counters_agree(self) -> None:
        text = self.world.client.get("/metrics").text.splitlines()
        told = dict(line.rsplit(" ", 1) for line in text if not line.startswith("#"))
        for status in ("answered", "refused", "smalltalk"):
            name = f'onramp_answers_total{{status="{status}"}}'
            assert float(told.get(name, 0)) == self.is_.asked[status]
        assert not [name for name in told if name.startswith("onramp_unsaved_total")]

    @rule()
    def nothing_that_was_deleted_is_shown(self) -> None:
        shown = self.world.insights()
        assert not [marker for marker in self.is_.gone.values() if marker in shown.casefold()]
