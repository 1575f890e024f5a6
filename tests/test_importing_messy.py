"""Spreadsheets as councils keep them: the good rows go in, every bad one is told, and no file is ever changed."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from governance.kinds import all_kinds
from handlers.exporting.tables import columns_of
from handlers.importing import FileReport, import_files
from handlers.importing.folder import spreadsheets_in
from handlers.importing.known import NoSuchWorkstream
from storage.database import Database
from storage.filters import Filter
from storage.history import Scene
from tests.databases import Databases
from tests.sample import staff

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SCENE = Scene(via="import", place="test")
MESSY = Path(__file__).resolve().parent.parent.parent / "shared" / "sample" / "messy"
RAID_LOG = MESSY / "raid_log_v0.7_FINAL_FINAL(2).xlsx"
needs_sample = pytest.mark.skipif(not RAID_LOG.exists(), reason=f"there is no messy sample in {MESSY}")


@pytest.fixture
async def database(sqlite_databases: Databases) -> AsyncIterator[Database]:
    """A register that knows the programme's people and workstreams."""
    database = Database(await sqlite_databases.prepared(staff))
    yield database
    await database.stop()


async def take(database: Database, *paths: Path, **options: Any) -> list[FileReport]:
    async with database.transaction(NOW) as register:
        return (await import_files(register, paths, SCENE, **options)).files


async def body(database: Database, ref: str) -> dict[str, Any]:
    async with database.reading(NOW) as register:
        return (await register.records.get(ref)).body.model_dump()


def told(file: FileReport) -> dict[tuple[int, str], str]:
    return {(problem.row, problem.column): problem.reason for problem in file.problems}


def text_file(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@needs_sample
async def test_nothing_in_the_messy_folder_crashes_or_changes(database: Database) -> None:
    files = sorted(path for path in MESSY.iterdir() if path.is_file())
    before = {path: path.read_bytes() for path in files}
    first = await take(database, *files)
    again = await take(database, *files)
    assert sum(file.created for file in first) > 10
    assert [(file.created, file.updated) for file in again] == [(0, 0)] * len(again), "importing again changes nothing"
    assert {path: path.read_bytes() for path in files} == before


@needs_sample
async def test_a_raid_log_with_titles_above_and_merged_headings(database: Database) -> None:
    risks, issues, hidden, empty = await take(database, RAID_LOG)
    assert (risks.sheet, risks.kind, risks.rows, risks.created) == ("RISKS", "risk", 9, 8)
    assert (risks.columns["Cause"], risks.columns["L (1-5)"]) == ("cause", "likelihood")
    assert risks.columns["Risk Owner (name)"] == "owner"
    problems = told(risks)
    assert problems[8, "Ref"] == "row 7 has this ref already; this row was not imported"
    assert problems[13, "I (1-5)"].startswith("it must be one of 1 negligible")
    assert {16, 18} <= {row for row, _ in problems}, "the sub-total and the key below are no risks"
    assert not {6, 10} & {row for row, _ in problems}, "a good row and a blank one"
    assert any("Hidden rows" in note for note in risks.notes)
    first = await body(database, "R1")
    assert (first["likelihood"], first["impact"], first["review_on"]) == (4, 4, date(2026, 12, 14))
    assert first["response_summary"] == "More people", "what a hidden column holds"
    worded = await body(database, "r-4")
    assert (worded["likelihood"], worded["impact"]) == (4, 4)
    assert (worded["owner"], worded["supporters"]) == ("P004", ("P002",))
    assert (await body(database, "R-006"))["review_on"] == date(2026, 12, 14), "Excel's own number for a day"
    assert (issues.kind, issues.created) == ("issue", 2)
    assert told(issues)[3, "Issue"] == "it is empty; this row was not imported"
    assert [file.problems[0].reason.split(",")[0] for file in (hidden, empty)] == [
        "This sheet is hidden",
        "This sheet is empty",
    ]


@needs_sample
async def test_formulas_are_text_and_long_cells_are_whole(database: Database) -> None:
    await take(database, RAID_LOG)
    attack = await body(database, "R5")
    assert (attack["cause"], attack["effect"]) == ("=cmd|'/c calc'!A1", "@SUM(1+1)")
    long = await body(database, "R8")
    assert (len(long["event"]), len(long["description"])) == (12_000, 12_000)
    assert (set(long["event"]), set(long["description"])) == ({"x"}, {"x"})
    assert len(long["cause"]) > 6000


@needs_sample
async def test_semicolons_and_ragged_rows(database: Database) -> None:
    (file,) = await take(database, MESSY / "actions_semicolon.csv")
    assert (file.rows, file.created) == (7, 6)
    assert (await body(database, "A2"))["title"] == "Semi;colon inside"
    assert (await body(database, "A1"))["due"] == date(2026, 11, 27)
    assert (await body(database, "A6"))["title"] == "too few"
    assert (await body(database, "A-007"))["title"] == "no ref", "new refs go on after the highest"


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8-sig", ","), ("cp1252", ";"), ("utf-16", "\t"), ("utf-16-le", "\t"), ("utf-8", "|")],
)
async def test_encodings_and_delimiters(database: Database, tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [["Milestone ref", "Milestone", "Owner", "Baseline"], ["M-9", "Pay “£” – agreed", "Meera", "3 Dec 2026"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    (file,) = await take(database, text_file(tmp_path, "plan.csv", text, encoding))
    assert (file.kind, file.created, file.problems) == ("milestone", 1, [])
    kept = await body(database, "M-9")
    assert (kept["title"], kept["baseline"]) == ("Pay “£” – agreed", date(2026, 12, 3))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.xlsx", b"PK\x03\x04 not a workbook"),
        ("text.xlsx", b"ref,title"),
        ("empty.csv", b""),
        ("blanks.csv", b"\n\n,,\n"),
        ("picture.csv", bytes(range(256)) * 40),
        ("cut.csv", b"\xff\xfea"),
    ],
)
async def test_what_is_no_spreadsheet_is_told(database: Database, tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    (file,) = await take(database, path)
    assert (file.kind, file.created) == ("", 0)
    assert file.problems[0].row == 0
    assert path.read_bytes() == content


async def test_text_that_would_harm_is_only_text(database: Database, tmp_path: Path) -> None:
    harmful = [
        "=1+1",
        "+44 20",
        "-2",
        "@here",
        "<script>alert(1)</script>",
        "'; DROP TABLE record; --",
        "<@U000103> nul\0l",
    ]
    lines = [f'T{n},"{text}",P005' for n, text in enumerate(harmful)]
    text = "Action ref,Action,Owner\n" + "\n".join(line.replace("T", "A-10", 1) for line in lines)
    (file,) = await take(database, text_file(tmp_path, "actions.csv", text))
    assert file.created == len(harmful)
    for n, wanted in enumerate(harmful):
        assert (await body(database, f"A-10{n}"))["title"] == wanted.replace("\0", "")


async def test_three_groups_of_scores_under_merged_headings(database: Database, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Risk register"
    sheet.append(["Risk register, OFFICIAL"])
    sheet.append([])
    sheet.append(["No", "Risk", "Inherent", None, "Current", None, "Target", None, "Owner"])
    sheet.append([None, None, "L", "I", "L", "I", "L", "I", None])
    sheet.append([1, "The mandate may be late", 5, 5, 3, 4, 1, 4, "Farah / Ruth"])
    for merged in ("A3:A4", "B3:B4", "C3:D3", "E3:F3", "G3:H3", "I3:I4"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "risks.xlsx")
    (file,) = await take(database, tmp_path / "risks.xlsx")
    assert told(file) == {
        (5, "Owner"): "one person answers for it: that is now Farah Larkhollow, and Ruth Mossgarth supports"
    }
    kept = await body(database, "R-001")
    steps = ("inherent_l", "inherent_i", "likelihood", "impact", "target_l", "target_i")
    assert [kept[name] for name in steps] == [5, 5, 3, 4, 1, 4]


async def test_somebody_elses_numbers_overwrite_nothing(database: Database, tmp_path: Path) -> None:
    await take(database, text_file(tmp_path, "one.csv", "Risk ref,Risk,Owner\nR-001,Payroll mandate may be late,P005"))
    (file,) = await take(database, text_file(tmp_path, "two.csv", "Risk ref,Risk,Owner\nR1,No depot in the north,P011"))
    assert (file.created, file.updated) == (0, 0)
    assert told(file)[2, "Risk ref"].startswith("R-001 is “Payroll mandate may be late” in the register")
    (file,) = await take(database, text_file(tmp_path, "two.csv", "Risk ref,Risk,Owner\nr1,Payroll mandate late,P011"))
    assert file.updated == 1
    assert (await body(database, "R-001"))["owner"] == "P011"


async def test_what_cannot_be_read_leaves_what_is_known(database: Database, tmp_path: Path) -> None:
    head = "Action ref,Action,Owner,Due date,Status\n"
    await take(
        database, text_file(tmp_path, "a.csv", f"{head}A-1,Ring the bank,Meera Elderbeck,27/11/2026,In progress")
    )
    (file,) = await take(database, text_file(tmp_path, "a.csv", f"{head}A-1,Ring the bank,Nobody,ASAP,Pondering"))
    assert (file.unchanged, len(file.problems)) == (1, 3)
    kept = await body(database, "A-1")
    assert (kept["owner"], kept["due"], kept["status"]) == ("P005", date(2026, 11, 27), "In progress")


async def test_rows_that_name_no_workstream(database: Database, tmp_path: Path) -> None:
    path = text_file(
        tmp_path, "risks.csv", "Risk,Owner,Workstream,Review date\nNo depot,P011,,4/12\nNo pay,P008,HR,4/12"
    )
    with pytest.raises(NoSuchWorkstream, match=r"Catering.*PMO"):
        await take(database, path, workstream="Catering")
    await take(database, path, workstream="finance")
    async with database.reading(NOW) as register:
        homes = [(await register.records.get(ref)).workstream for ref in ("R-001", "R-002")]
    assert homes == ["WS03", "WS04"]


async def test_links_are_made_in_whatever_order_the_files_come(database: Database, tmp_path: Path) -> None:
    issues = text_file(tmp_path, "a_issues.csv", "Issue ref,Issue,From risk,Linked to\nI-1,No pay,R-1,led to A-1; R-9")
    others = text_file(tmp_path, "z.csv", "Risk ref,Risk,Owner\nR-1,Pay may be late,P005")
    actions = text_file(tmp_path, "y.csv", "Action ref,Action,Owner\nA-1,Ring the bank,P005")
    pairs = text_file(tmp_path, "b.csv", "Action,Risk\nA-1,R-1\nA-1,R-7")
    told_of = await take(database, issues, pairs, actions, others)
    assert told(told_of[0]) == {(2, "Linked to"): "there is no R-9 in the register, so it was not linked"}
    assert (told_of[1].kind, told_of[1].created) == ("link", 1)
    assert told(told_of[1]) == {(3, "Risk"): "there is no such record; this row was not imported"}
    async with database.reading(NOW) as register:
        links = await register.links.of(await register.records.get("R-1"))
    assert {(link.words, link.ref) for link in links} == {("became", "I-1"), ("is mitigated by", "A-1")}


async def test_a_map_where_rows_give_and_columns_get(database: Database, tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "dependency_matrix.csv",
        "gives \\ gets,PMO,Legal,Finance,HR\nLegal,x,x,12/12/2026,TBC\nHR,,-,Cost centre list,\nFinance,1st Dec,,,",
    )
    (file,) = await take(database, path)
    assert (file.kind, file.created) == ("dependency", 5)
    assert told(file)[2, ""] == "a workstream gives nothing to itself; this cell was passed over"
    assert "“TBC” is not a date" in told(file)[2, "Needed on"]
    async with database.reading(NOW) as register:
        found = await register.records.find(Filter(kind="dependency", sort="ref"))
    assert [(record.body.giver, record.body.receiver, record.body.need_by) for record in found] == [
        ("WS02", "WS01", None),
        ("WS02", "WS03", date(2026, 12, 12)),
        ("WS02", "WS04", None),
        ("WS04", "WS03", None),
        ("WS03", "WS01", date(2026, 12, 1)),
    ]
    assert found[3].title == "Cost centre list"
    (again,) = await take(database, path)
    assert (again.created, again.unchanged) == (0, 5)


async def test_forms_with_labels_beside_their_values(database: Database, tmp_path: Path) -> None:
    book = Workbook()
    report, form = book.active, book.create_sheet("Risk form")
    for line in (
        ["HIGHLIGHT REPORT"],
        ["Strand", "Finance"],
        ["Period", "November"],
        ["RAG", "↑ Amber"],
        ["Done", "• one"],
    ):
        report.append(line)
    for line in (
        ["Risk ref:", "R-44"],
        ["Risk", "Nobody answers"],
        ["Likelihood", 4],
        ["Impact", "Major"],
        ["Owner", "P008"],
    ):
        form.append(line)
    book.save(tmp_path / "forms.xlsx")
    first, second = await take(database, tmp_path / "forms.xlsx")
    assert (first.kind, first.problems[0].reason.partition(",")[0]) == ("", "This looks like a report or a form")
    assert (second.kind, second.created, second.problems) == ("risk", 1, [])
    kept = await body(database, "R-44")
    assert (kept["title"], kept["likelihood"], kept["impact"], kept["owner"]) == ("Nobody answers", 4, 4, "P008")


async def test_a_border_to_the_bottom_of_the_sheet_costs_nothing(database: Database, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Risk ref", "Risk", "Owner"])
    sheet.append(["R-1", "Nobody answers", "P008"])
    sheet.cell(1_048_576, 16_384).font = Font(bold=True)
    book.save(tmp_path / "risks.xlsx")
    (file,) = await take(database, tmp_path / "risks.xlsx")
    assert (file.rows, file.created, file.problems) == (1, 1, [])


def test_which_files_of_a_folder_are_spreadsheets(tmp_path: Path) -> None:
    text_file(tmp_path, "plan.txt", "Milestone\tOwner\r\nPay agreed\tMeera", "utf-16")
    text_file(tmp_path, "notes.txt", "Board, 23 November\n\tMeera sends the letter")
    for name in ("a.csv", "B.XLSX", "~$B.xlsx", ".hidden.csv", "letter.docx"):
        text_file(tmp_path, name, "x")
    assert [path.name for path in spreadsheets_in(tmp_path)] == ["B.XLSX", "a.csv", "plan.txt"]


JUNK = (
    "=1", "TBC", "-", "99/99/9999", "1e999", "inf", "NaN", "-0", "٣", "½", "9" * 400, "x" * 13_000, "a\nb", "\x07", "'=x",
    "0001-01-01", "3/12 or 4/12", "P004;P005", "#REF!", "R-001", "１２", "low/medium", "46370.75", "12:99", '"', "²",
)  # fmt: skip


@pytest.mark.parametrize("kind", sorted(all_kinds()))
async def test_no_cell_stops_an_import(database: Database, tmp_path: Path, kind: str) -> None:
    """Whatever stands in whichever cell, its row goes in or is told, and coming again changes nothing."""
    columns = columns_of(all_kinds()[kind])
    path = tmp_path / f"{kind}s.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(columns.values())
        for at, junk in enumerate(JUNK, start=1):
            plain = {"ref": all_kinds()[kind].kind.ref(at), "title": f"Number {at}"}
            rows.writerow([plain.get(name, junk) for name in columns])
    fit = 1 if all_kinds()[kind].kind.one_open else len(JUNK)
    (file,) = await take(database, path)
    assert (file.kind, file.created) == (kind, fit)
    assert len({row for row, _ in told(file)}) >= len(JUNK) - fit
    (again,) = await take(database, path)
    assert (again.unchanged, again.updated) == (fit, 0)
