"""How do the few widgets look that Qt draws itself? Line edits and scroll bars, generated from the theme.

Buttons, labels and panels draw themselves (`buttons`, `words`, `layout`).
"""

from string import Template

from kiosk.ui.theme import Theme

_SHEET = Template("""
QLineEdit {
    background: $surface; color: $ink; border: ${border_px}px solid $border; border-radius: ${radius}px;
    padding: 0 ${pad}px; min-height: ${target}px; selection-background-color: $action;
    selection-color: $action_ink;
}
QLineEdit:focus { border: ${ring}px solid $action; }
QLineEdit:disabled { background: $sunken; color: $border; }
QScrollArea { border: none; background: transparent; }
""")


def build_stylesheet(theme: Theme) -> str:
    """Return the style sheet of a screen."""
    palette, sizes = theme.palette, theme.sizes
    return _SHEET.substitute(
        surface=palette.surface,
        sunken=palette.sunken,
        ink=palette.ink,
        border=palette.border,
        action=palette.action,
        action_ink=palette.action_ink,
        border_px=sizes.border,
        radius=sizes.radius // 2,
        pad=sizes.pad * 2 // 3,
        ring=max(3, sizes.ring - 1),
        target=sizes.target - 2 * sizes.ring,
    )
