"""The screens behind a PIN: settings, unconfirmed prints and the incident inbox, laid over the role's own screen.

Called by the window once somebody proved who they are.
"""

from kiosk.scanner.judging import Station
from kiosk.staff import Operator
from kiosk.ui.flows.settings import Choices, SettingsFlow
from kiosk.ui.language import LANGUAGES
from kiosk.ui.settings_screen import SettingsScreen
from kiosk.ui.theme import Ground
from kiosk.ui.window import Window


def open_settings(window: Window, operator: Operator) -> None:
    """Show settings, actions and numbers."""
    screen = SettingsScreen(window.theme_for(Ground.LIGHT))
    choices = Choices(
        languages=tuple((option.code, option.name) for option in LANGUAGES),
        language=window.translator.language,
        on_language=window.on_language,
        on_large_text=window.on_large_text,
        is_large=window.look.is_large,
        on_station=lambda station: move_door(window, station),
        on_incidents=window.on_incidents,
        on_prints=lambda: open_prints(window, operator.id),
        on_role=window.show_roles,
        on_quit=window.quit,
        on_closed=window.show_home,
    )
    flow = SettingsFlow(window.running, screen, window.lane, window.speaker, choices)
    window.lay_over(screen)
    flow.refresh()


def open_prints(window: Window, operator: str) -> None:
    """Show what was sent to a printer and never confirmed, to a member of staff who may sell."""
    from kiosk.ui.flows.prints import PrintsFlow  # only where something is sold
    from kiosk.ui.prints import PrintsScreen

    screen = PrintsScreen(window.theme_for(Ground.LIGHT))
    flow = PrintsFlow(
        window.running,
        screen,
        window.lane,
        operator=operator,
        language=window.translator.language,
        on_settled=window.on_change,
        on_closed=window.show_home,
    )
    window.lay_over(screen)
    flow.refresh()


def open_incidents(window: Window, operator: Operator) -> None:
    """Show the incident inbox to somebody who may close incidents."""
    from kiosk.ui.flows.incidents import IncidentFlow  # with the words of money: not before they are wanted
    from kiosk.ui.incidents import IncidentScreen

    language = window.translator.language
    screen = IncidentScreen(window.theme_for(Ground.LIGHT), language)
    flow = IncidentFlow(
        window.running,
        screen,
        window.lane,
        operator=operator,
        language=language,
        on_failure=window.on_failure,
        on_closed=window.show_home,
    )
    window.lay_over(screen)
    flow.refresh()


def move_door(window: Window, station: Station) -> None:
    """Put the door at another gate or list."""

    def moved(_: object) -> None:
        if window.door_flow is not None:
            window.door_flow.refresh()

    window.door_lane.run(lambda: window.running.stand_at(station), moved, window.on_failure)
