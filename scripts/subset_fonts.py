"""How were the East Asian fonts in resources/fonts made?

Run by hand, once per release of the fonts, with the folder that holds the two static files as published
(NotoSansSC_400Regular.ttf and NotoSansKR_400Regular.ttf, npm packages @expo-google-fonts/noto-sans-sc
and noto-sans-kr). The full files weigh 10 and 6 MB; what a name or a title needs fits in under 1 MB.
"""

import argparse
import io
import lzma
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent.parent / "resources" / "fonts"
OLD_FORMS_IN_JAPANESE_NAMES = "髙﨑濵德邉邊齋齊澤濱廣國惠眞彌榮龍瀧櫻嶋嶌冨峯槇渕淵圓實壽學寬禮藏豐鐵靜顯"
TRADITIONAL_CHINESE_SURNAMES = "陳張劉黃吳趙鄭謝蕭羅葉蘇盧鄧馮許龔譚賴顏鍾閻韓錢龐孫楊萬鄒溫嚴簡關歐蔣陸賀鄺鄔塗彭"
LAST_CELL_OF_GB2312_LEVEL_1 = 0xD7F9


def list_encoded(codec: str, lead_bytes: range, *, last_cell: int = 0xFFFF) -> set[int]:
    """Return the code points of a double-byte character set in these rows, leaving out empty cells."""
    found: set[int] = set()
    for lead in lead_bytes:
        for trail in range(0xA1, 0xFF):
            if lead << 8 | trail <= last_cell:
                found.update(map(ord, bytes([lead, trail]).decode(codec, errors="ignore")))
    return found


def write_subset(source: Path, target: Path, code_points: Iterable[int]) -> None:
    """Write the glyphs of these code points only, without hints and vertical layout, compressed."""
    options = subset.Options(hinting=False, glyph_names=False, layout_features=[], notdef_outline=True)
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "STAT", "VORG", "vhea", "vmtx"]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=list(code_points))
    subsetter.subset(font)
    plain = io.BytesIO()
    font.save(plain)
    target.write_bytes(lzma.compress(plain.getvalue(), preset=9 | lzma.PRESET_EXTREME))


def main() -> None:
    """Write both subsets into resources/fonts."""
    arguments = argparse.ArgumentParser(description=main.__doc__)
    arguments.add_argument("folder", type=Path)
    folder: Path = arguments.parse_args().folder
    space = {0x20}
    punctuation = {*range(0x3000, 0x3020), *range(0xFF01, 0xFF61)}
    in_names = set(map(ord, OLD_FORMS_IN_JAPANESE_NAMES + TRADITIONAL_CHINESE_SURNAMES))
    kana = set(range(0x3041, 0x3100))
    chinese = list_encoded("gb2312", range(0xB0, 0xD8), last_cell=LAST_CELL_OF_GB2312_LEVEL_1)
    japanese = list_encoded("euc_jp", range(0xB0, 0xD0))
    write_subset(
        folder / "NotoSansSC_400Regular.ttf",
        FONTS / "NotoSansSC-Common.ttf.xz",
        space | punctuation | kana | chinese | japanese | in_names,
    )
    write_subset(
        folder / "NotoSansKR_400Regular.ttf",
        FONTS / "NotoSansKR-Hangul.ttf.xz",
        space | list_encoded("euc_kr", range(0xB0, 0xC9)),
    )


if __name__ == "__main__":
    main()
