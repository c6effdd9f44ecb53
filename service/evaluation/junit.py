"""Results as JUnit XML, for the tools that show test reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from service.evaluation.outcome import Result

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(path: Path, results: Sequence[Result]) -> None:
    """One suite, a test a case; the faults of a case are its failure."""
    failed = sum(bool(result.faults) for result in results)
    suite = Element(
        "testsuite", name="onramp eval answers", tests=str(len(results)), failures=str(failed)
    )
    for result in results:
        seconds = (result.timings.total_ms or 0) / 1000
        case = SubElement(
            suite,
            "testcase",
            classname=result.case.kind,
            name=result.case.id,
            time=f"{seconds:.3f}",
        )
        if result.faults:
            failure = SubElement(
                case, "failure", message=_FORBIDDEN.sub("?", "; ".join(result.faults))
            )
            failure.text = _FORBIDDEN.sub("?", f"{result.case.question}\n\n{result.answer}")
    tree = ElementTree(suite)
    indent(tree)
    tree.write(path, encoding="utf-8", xml_declaration=True)
