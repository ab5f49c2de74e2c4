"""Copies what the hub needs of GOV.UK Frontend, and a font, out of node_modules; needs nothing but Python itself.

Not copied: the GDS fonts, the crown and the GOV.UK pictures, which only services on GOV.UK may use, and the
source maps, which would no longer fit. The style sheet's references to them go as well: a file that names what
is not there cannot be served under hashed names.
"""

import re
import shutil
from pathlib import Path

FONTS = Path("@expo-google-fonts", "atkinson-hyperlegible-next")
FONT_STACK = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",arial,sans-serif'


class AssetsError(Exception):
    """The package is not as this file expects it."""


def copy_assets(node_modules, target):
    """Fill the folder `target` with the style sheet, the script and the licence."""
    package = Path(node_modules) / "govuk-frontend"
    source = package / "dist" / "govuk"
    aside = Path(target).with_name(Path(target).name + ".new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    style = without_government_branding((source / "govuk-frontend.min.css").read_text(encoding="utf-8"))
    (aside / "govuk-frontend.min.css").write_text(style, encoding="utf-8")
    script = (source / "govuk-frontend.min.js").read_text(encoding="utf-8")
    (aside / "govuk-frontend.min.js").write_text(_without_source_map(script), encoding="utf-8")
    (aside / "README.txt").write_text(
        "GOV.UK Frontend, copyright Crown copyright (Government Digital Service), MIT licence.\n"
        "Copied, with the fonts and the crown taken out, by practice_hub/assets.py.\n"
        "fonts/: Atkinson Hyperlegible Next, SIL Open Font License 1.1, see fonts/OFL.txt.\n",
        encoding="utf-8",
    )
    _copy_fonts(Path(node_modules) / FONTS, aside / "fonts")
    shutil.rmtree(target, ignore_errors=True)
    aside.rename(target)


def _copy_fonts(package, target):
    """What the hub draws pictures with (practices/share_card.py); no page loads a font."""
    target.mkdir()
    for folder, weight in [("400Regular", "Regular"), ("700Bold", "Bold")]:
        source = package / folder / f"AtkinsonHyperlegibleNext_{folder}.ttf"
        shutil.copyfile(source, target / f"AtkinsonHyperlegibleNext-{weight}.ttf")
    shutil.copyfile(package / "LICENSE_FONT", target / "OFL.txt")


def without_government_branding(style):
    """The style sheet with our font stack, and with neither fonts nor crest to fetch."""
    style = re.sub(r"@font-face\{[^}]*\}", "", style)
    style = style.replace("GDS Transport,arial,sans-serif", FONT_STACK)
    style = re.sub(r"url\(/assets/images/govuk-crest\.svg\)", "none", style)
    style = _without_source_map(style)
    left = re.findall(r"url\((?!data:)[^)]*\)|GDS Transport", style)
    if left:
        raise AssetsError(f"GOV.UK Frontend's style sheet has something new to look at: {', '.join(sorted(set(left)))}")
    return style


def _without_source_map(text):
    return re.sub(r"\n?(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S*)\s*$", "\n", text)
