"""Computed styles of boxes, and where two sets of them differ."""

from __future__ import annotations

from typing import Any

READ = """boxes => boxes.map(box => {
  const style = getComputedStyle(box);
  const values = [...style].map((name) => [name, style.getPropertyValue(name)]);
  return [`${box.tagName}.${box.className}`, Object.fromEntries(values)];
})"""
OF_THE_HOST = f"({READ})([...document.querySelectorAll('*:not(onramp-widget)')])"


def differences(one: list[Any], other: list[Any]) -> list[tuple[str, str, str, str]]:
    """The computed styles that differ between the same boxes: box, property, both values."""
    assert [name for name, _ in one] == [name for name, _ in other]
    return [
        (name, key, value, there[key])
        for (name, here), (_, there) in zip(one, other, strict=True)
        for key, value in here.items()
        if value != there[key]
    ]
