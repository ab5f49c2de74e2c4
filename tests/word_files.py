"""A write-up as a team has it in Word: four pages, made by python-docx."""

from __future__ import annotations

from functools import cache

import docx

from tests.hostile_files import saved

FACTS = {
    "Team": "Hospital discharge team",
    "Service area": "Adult social care",
    "Who it is for": "Older people; unpaid carers",
    "Setting": "Hospital",
    "Area": "Northbridge",
    "Start date": "May 2021",
    "Status": "Up and running",
    "Keywords": "Hospital discharge",
}
SUMMARY = "Ward and social care meet at nine each morning and agree who goes home, so that nobody waits for a call."
BACKGROUND = (
    "On any morning a dozen people were ready to leave and did not. The ward rang the duty desk, the desk rang the "
    "provider, and by the time somebody had an answer the transport had gone.",
    "We had tried a shared spreadsheet. It was out of date by ten o’clock, and each side kept a list of its own.",
)
WHAT_WE_DO = (
    "Three people stand at the whiteboard for fifteen minutes: the ward manager, the duty social worker and the "
    "therapist. Nobody brings a laptop.",
    "For each person there is one question: what is the next step, and who takes it before noon?",
)
STEPS = (
    "Name everybody who could go home today or tomorrow",
    "Agree one next step for each of them, and who takes it",
    "Ring the family before noon",
    "Look at yesterday’s list: what was not done, and why?",
)
RESULTS = [
    ("Indicator", "Before", "After", "Number", "Period"),
    ("Average days from ready to home", "4.1", "2.3", "212", "April to September 2022"),
    ("People home before noon", "9%", "31%", "212", "April to September 2022"),
]
LESSONS = (
    "Reading the whole list aloud took forty minutes. We dropped it in the second week.",
    "Nobody came at weekends for the first year, so Mondays were as bad as before.",
)
# What the draft must say, by field of the revision.
WRITE_UP = {
    "title": "Hold a discharge huddle every morning",
    "summary": SUMMARY,
    "sector": "adults",
    "who_for": ["older_people", "unpaid_carers"],
    "setting": ["hospital"],
    "problem": "\n\n".join(BACKGROUND),
    "what_we_do": "\n\n".join(WHAT_WE_DO),
    "steps": [{"text": text, "essential": "not_sure"} for text in STEPS],
    "team": "Hospital discharge team",
    "stage": "running",
    "started_precision": "month",
    "resources_core": "- Fifteen minutes of **each** ward manager’s morning\n- A whiteboard",
    "outcomes": [
        {"claim": row[0], "measure": "", "before": row[1], "after": row[2], "number": row[3], "period": row[4]}
        for row in RESULTS[1:]
    ],
    "did_not_work": "\n\n".join(LESSONS),
    "contact_name": "Maria Okafor",
    "contact_role": "Team manager",
    "contact_email": "discharge.team@northbridge.example",
}


@cache
def write_up(*left_out: str) -> bytes:
    """The file, whose first table lacks these facts."""
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "Northbridge Council: good practice template"
    made.add_heading(WRITE_UP["title"], 0)
    _table(made, [(name, fact) for name, fact in FACTS.items() if name not in left_out])
    made.add_heading("Summary", 1)
    made.add_paragraph(SUMMARY)
    made.add_heading("1. Background and aims", 1)
    _paragraphs(made, BACKGROUND)
    made.add_heading("2. What we did", 1)
    _paragraphs(made, WHAT_WE_DO)
    for step in STEPS:
        made.add_paragraph(step, style="List Number")
    made.add_paragraph().add_run("What it takes").bold = True
    needed = made.add_paragraph("Fifteen minutes of ", style="List Bullet")
    needed.add_run("each").bold = True
    needed.add_run(" ward manager’s morning")
    made.add_paragraph("A whiteboard", style="List Bullet")
    made.add_page_break()
    made.add_heading("Results", 1)
    _table(made, RESULTS)
    made.add_heading("Lessons learned", 1)
    _paragraphs(made, LESSONS)
    made.add_heading("Next steps", 1)
    made.add_paragraph("Try it at weekends, and on the stroke ward. " * 40)
    made.add_page_break()
    made.add_heading("Contact", 1)
    made.add_paragraph("Maria Okafor, Team manager")
    made.add_paragraph("Email: discharge.team@northbridge.example")
    made.add_paragraph("Telephone: 01632 960 001")
    return saved(made)


def _paragraphs(made, texts):
    for text in texts:
        made.add_paragraph(text)


def _table(made, rows):
    table = made.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
