"""Golden reports are of the plug-ins they were written with: a new index, figure or rule changes none of them."""

import json
from pathlib import Path

import pytest

import pacing.judge.applicable_limits
import pacing.measure.session
import pacing.report.drawing
from pacing.measure.index import Index
from pacing.report.figure import Page

PLUG_INS = Path(__file__).parent / "plug_ins.json"


@pytest.fixture(autouse=True)
def plug_ins_of_the_golden_reports(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what the reports were written with; `--rewrite-golden` takes in the plug-ins of today."""
    indices, figures = pacing.measure.session.all_indices, pacing.report.drawing.figures_on
    rules = pacing.judge.applicable_limits.rule_ids
    if request.config.getoption("--rewrite-golden"):
        shown = {page.value: list(figures(page)) for page in Page}
        today = {"indices": list(indices()), "figures": shown, "rules": list(rules())}
        PLUG_INS.write_text(f"{json.dumps(today, indent=1)}\n", encoding="utf-8")
    known = json.loads(PLUG_INS.read_text(encoding="utf-8"))

    def known_indices() -> dict[str, Index]:
        return {key: index for key, index in indices().items() if key in known["indices"]}

    def known_figures(page: Page) -> tuple[str, ...]:
        return tuple(name for name in figures(page) if name in known["figures"][page.value])

    def known_rules() -> tuple[str, ...]:
        return tuple(name for name in rules() if name in known["rules"])

    monkeypatch.setattr(pacing.judge.applicable_limits, "rule_ids", known_rules)
    monkeypatch.setattr(pacing.measure.session, "all_indices", known_indices)
    monkeypatch.setattr(pacing.report.drawing, "figures_on", known_figures)
