"""Asks real dbt what each command line of test/fixtures/selection/cases.json lists, and writes answers.json beside it.

Run it with the Python of an environment that has dbt-core and dbt-postgres: `python test/support/selection/record.py`.
No database is needed. All questions are put to one process.
"""
import json
import shutil
import sys
import tempfile
from pathlib import Path

from dbt.cli.main import dbtRunner
from dbt.version import __version__

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures" / "selection"
NO_MATCH = "NoNodesForSelectionCriteria"


def main() -> None:
    cases = json.loads((FIXTURE / "cases.json").read_text())
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        shutil.copytree(FIXTURE / "project", project)
        places = ["--project-dir", str(project), "--profiles-dir", str(project)]
        dbtRunner().invoke(["--quiet", "deps", *places])
        selectors = (project / "selectors.yml").read_text()
        answers = []
        for case in cases:
            (project / "selectors.yml").write_text(case.get("selectors", selectors))
            answers.append(ask(case, places))
        (project / "selectors.yml").write_text(selectors)
        shutil.rmtree(project / "target")
        dbtRunner().invoke(["--quiet", "parse", *places])
        manifest = json.loads((project / "target" / "manifest.json").read_text())
    (FIXTURE / "answers.json").write_text(to_text(answers, manifest["selectors"]))
    print(f"{len(answers)} answers of dbt {__version__}", file=sys.stderr)


def to_text(answers: list, selectors: dict) -> str:
    """One line for each answer, so that changes can be read."""
    facts = {"dbt": __version__, "command": "dbt ls", "selectors": selectors}
    head = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in facts.items())
    lines = ",\n".join(json.dumps(answer, ensure_ascii=False) for answer in answers)
    return "{\n" + head + ',\n"answers": [\n' + lines + "\n]}\n"


def ask(case: dict, places: list) -> dict:
    unmatched = []

    def listen(event) -> None:
        if event.info.name == NO_MATCH:
            unmatched.append(event.data.spec_raw)

    outcome = dbtRunner(callbacks=[listen]).invoke(["ls", *case["args"], *places])
    answer = {"args": case["args"]}
    if "selectors" in case:
        answer["selectors"] = case["selectors"]
    if outcome.exception is not None:
        answer["error"] = type(outcome.exception).__name__ + ": " + str(outcome.exception).split("\n\n")[0]
    else:
        answer["lines"] = outcome.result
    if unmatched:
        answer["unmatched"] = unmatched
    return answer


if __name__ == "__main__":
    main()
