"""What a sentence says only of a person, after a name or a letter that stands for one, or before it."""

from __future__ import annotations

import re

from practices.identifiers.lists import words_in
from practices.identifiers.people import RELATIVES

STORY = (
    r"said|says|told|tells|asked|asks|lives|lived|moved|moves|fell|rang|rings|wanted|wants|likes|loves|loved|hated|hates|cares|cried"
    r"|died|sings|smiled|laughed|refused|refuses|felt|feels|drinks|drives|walked|slept|stopped\s(?:coming|going|eating)|left\shome"
    r"|went|came\sto|hears|heard|speaks|spoke|thinks|thought|knows|knew|remembers|draws|paints|wrote|writes|goes|attends|struggled"
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
