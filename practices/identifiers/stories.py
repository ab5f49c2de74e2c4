"""What a sentence says only of a person, after a name or a letter that stands for one, or before it."""

from __future__ import annotations

import re

from practices.identifiers.lists import words_in
from practices.identifiers.people import RELATIVES

# Verbs of which only people are the subject; “May is” and “Hope was” could be anything.
VERBS = "|".join(
    sorted(
        words_in(
            """asked asks attends cares cried died draws drinks drives enjoyed enjoys feels fell felt fractured goes
            hated hates heard hears knew knows laughed likes lived lives loved loves moved moves paints phoned rang
            refused refuses remembers returned rings said says sings slept smiled speaks spoke struggled struggles
            tells thinks thought told walked wanted wants went worried worries writes wrote"""
        )
    )
)
STORY = (
    rf"{VERBS}|stopped\s(?:coming|going|eating)|left\shome|came\sto|needs\s(?:help|support)"
    r"|has\s(?:a\s(?:learning|brain|mental|physical)|dementia|autism|been\s(?:in|with|on)|had|not|never|lived|two|three|no)"
    r"|(?:is|was)\s(?:a\s(?:young|retired|widow|man|woman)|afraid|lonely|born|admitted|discharged|sent|placed|taken|living"
    r"|diagnosed|found|frightened|scared|autistic|happy|tired|ill|unwell|homeless|not\sasked|never\sasked|\d{1,3}\b)"
    r"|had\s(?:a\s(?:fall|stroke)|been|never|not|fallen|lived|lost)"
)
TELLS = re.compile(
    rf"(?:\s(?:{STORY})\b|,\s\d{{1,3}},|\s\(\d{{1,3}}\)|,\swho\b|'s\s(?:{RELATIVES}|flat|home|house|school|room|life|family|support|plan"
    r"|story|birthday|bed|benefits|behaviour|carers?|social\sworker|tenancy)\b|\s(?:and|&)\s(?:her|his)\b)"
)
# What is done with people, just before one: “we asked Hope”, “sat down with Rose”, “said May”.
DONE_WITH = words_in("helped asked visited met supported told rang saw lost knew with old little young said")
