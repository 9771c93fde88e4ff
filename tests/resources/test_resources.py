"""Can what the program carries be read, and does it write the names of the people who come?"""

import io

import pytest
from fontTools.ttLib import TTFont

from resources import FALLBACKS, FONT_NAMES, FontName, open_resource, read_font


def list_characters(name: FontName) -> set[str]:
    characters = TTFont(io.BytesIO(read_font(name))).getBestCmap()
    assert characters is not None
    return set(map(chr, characters))


@pytest.mark.parametrize("name", FONT_NAMES)
def test_each_font_has_outlines_that_pdf_can_embed(name: FontName) -> None:
    assert "glyf" in TTFont(io.BytesIO(read_font(name)))


@pytest.mark.parametrize(
    "text",
    [
        "Zoë Ångström-Łódź ẞ 12,50 €",
        "Ελένη Παπαδοπούλου",
        "Юлия Щёголева",
        "王小明 刘洋 陳嘉玲",
        "渡邉 髙橋 さくら カナ",
        "김민준 서울",
    ],
)
def test_a_name_is_written_without_boxes(text: str) -> None:
    known = list_characters("Inter-Regular").union(*map(list_characters, FALLBACKS))
    assert set(text) <= known


def test_a_resource_that_is_not_there_is_an_error_at_once() -> None:
    with pytest.raises(FileNotFoundError, match=r"fonts/Comic\.ttf"):
        open_resource("fonts/Comic.ttf")
