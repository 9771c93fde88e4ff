"""What the screens show in tests and in the gallery: likely content, and the worst that may come."""

from dataclasses import replace

from kiosk.core.permissions import Role
from kiosk.core.reasons import Look, Override, Reason, Sound
from kiosk.ui.views.common import BadgeTone, BadgeView, CheckState, ErrorView, LanguageOption
from kiosk.ui.views.door import (
    CameraState,
    DoorView,
    FoundListView,
    FoundView,
    LastScanView,
    LogRowView,
    LogView,
    QuestionView,
    VerdictView,
)
from kiosk.ui.views.kiosk import (
    AttractView,
    BasketView,
    ClosedView,
    DetailsView,
    DoneView,
    EventsView,
    EventTile,
    KioskFrame,
    KioskView,
    PayLine,
    PayState,
    PayView,
    PrintingView,
    SavedTicket,
    TicketsView,
    TypeTile,
)
from kiosk.ui.views.live import (
    BigNumber,
    ChartView,
    GateRow,
    LiveView,
)
from kiosk.ui.views.prints import PrintRow, PrintsView
from kiosk.ui.views.setup import (
    PairingStep,
    PairingView,
    ReadyCheckLine,
    ReadyCheckView,
    RoleOption,
    RoleView,
    SettingRow,
    SettingsView,
    WaitingView,
    WayOut,
)
from kiosk.ui.views.till import SaleRow, SalesView, ShiftView, SoldView, TillLine, TillView

LONG = "Wolfeschlegelsteinhausen-Bergerdorff, Ḥusniyya Çağla Nguyễn"
LONG_TYPE = "Ermäßigt für Schülerinnen, Studierende und Auszubildende bis 27"
LONG_EVENT = "Ein Abend mit alter Musik des Kammerchors der Freien Hansestadt"
WHEN_DE, HALL_DE = "Samstag, 28. November, 19:30 Uhr", "Große Konzerthalle am Nordkai"
CODE = "T1" + "ABCDEFGH234567QW" * 9
OFFLINE_LONG = BadgeView(BadgeTone.WAITING, "Offline seit 13 h · Liste ist vielleicht alt")
OFFLINE = BadgeView(BadgeTone.WAITING, "Offline · 18 to sync")
FRAME = KioskFrame("Harbour Lights CIC", (LanguageOption("en", "English"), LanguageOption("de", "Deutsch")), "en")

DOOR = DoorView(
    "Harbour Lights Festival", "Gate A", "1\u202f284", "admitted of 2\u202f000", "Hold the code in the frame",
    CameraState.RUNNING, light_on=False, list_age="List is 3 h old",
)  # fmt: skip
DOOR_LOST = DoorView(
    LONG_EVENT, "Eingang Nordkai, Tor C", "12\u202f840", "eingelassen von 20\u202f000", "Code in den Rahmen halten",
    CameraState.LOST, "Camera not found. Check the cable. Retrying…", is_exit=True, sound_off=True, rehearsal=True,
)  # fmt: skip
DOOR_CHECKING = DoorView(
    "Harbour Lights Festival", "Gate A", "1\u202f284", "admitted of 2\u202f000", "Hold the code in the frame",
    CameraState.RUNNING, light_on=False, is_checking=True,
)  # fmt: skip
DOOR_LONG = DoorView(
    LONG_EVENT, "Haupteingang Große Konzerthalle am Nordkai, Tor C", "12\u202f840", "eingelassen von 20\u202f000",
    "Code in den Rahmen halten", CameraState.RUNNING, is_exit=True, sound_off=True, rehearsal=True,
    is_checking=True, list_age="Die Ticketliste ist vielleicht alt",
)  # fmt: skip
LAST = LastScanView(Look.ADMIT, "ADMIT  Maya Okafor  19:54:08", "fact-1")
LAST_LONG = LastScanView(Look.CHECK, f"SCHON DRIN  {LONG}  19:54:08")

VERDICTS = {
    "admit": VerdictView(Look.ADMIT, "ADMIT", "Maya Okafor", ("Adult · Front stalls",), Sound.RISING, 1.5),
    "attention": VerdictView(
        Look.ADMIT, "ADMIT 4", "Jürgen Groß", ("Family · 4 people",), Sound.RISING, 0, ("Check ID: under 16",)
    ),
    "already": VerdictView(
        Look.CHECK, "ALREADY IN", "Maya Okafor", ("Scanned 19:42 at Gate B · 12 min ago",), Sound.ATTENTION, 4,
        reason=Reason.ALREADY_USED, override=Override.SUPERVISOR, override_label="Supervisor: let in",
    ),
    "gate": VerdictView(Look.CHECK, "GO TO GATE C", "李小龙", ("This ticket enters at Gate C.",), Sound.ATTENTION, 4),
    "questions": VerdictView(
        Look.CHECK, "ASK FIRST", "Ana Sousa", ("Ask the holder before letting them in.",), Sound.ATTENTION, 0,
        override=Override.STAFF, override_label="Staff: let in",
        questions=(QuestionView(1, "Is a wheelchair space needed?", "yes_no", True),),
    ),
    "unpaid": VerdictView(
        Look.CHECK, "NOT PAID", "Ana Sousa", ("Send to the box office, or admit and let them pay later.",),
        Sound.ATTENTION, 0, override_label="Staff: let in", consent_label="Admit unpaid",
    ),
    "group": VerdictView(
        Look.CHECK, "ASK FIRST", "Jürgen Groß", ("A ticket for several people · count those who are here",),
        Sound.ATTENTION, 0, reason=Reason.HOW_MANY, people_max=11,
    ),
    "order": VerdictView(
        Look.ADMIT, "ADMIT", "Maya Okafor", ("Adult · Front stalls",), Sound.RISING, 4,
        order_label="All 4 of this order",
    ),
    "rule": VerdictView(
        Look.DENY, "DO NOT ADMIT", LONG,
        (
            "A rule of this entrance does not allow it · ask a supervisor",
            "Entries today: 2, needed at most 1", "Kind of ticket: Adult, needed one of Child / Family", LONG_TYPE,
        ),
        Sound.BUZZ, 0, reason=Reason.RULE_FAILED, override=Override.SUPERVISOR,
        override_label="Let in (supervisor PIN)",
    ),
    "looked_up": VerdictView(
        Look.INFO, "ALREADY IN", "Maya Okafor",
        ("Nothing was recorded", "Scanned 19:42 at Gate B · 12 min ago", "Adult · Front stalls", "In 19:42 · Gate B"),
        Sound.ATTENTION, 0,
    ),
    "deny": VerdictView(
        Look.DENY, "DO NOT ADMIT", "Jon Reyes", ("Refunded ticket. Send to the box office.",), Sound.BUZZ, 0,
        reason=Reason.REFUNDED, override=Override.SUPERVISOR, override_label="Supervisor: let in",
    ),
    "deny_long": VerdictView(
        Look.DENY, "KEIN EINLASS", LONG,
        (
            "Der Schlüssel dieses Tickets wurde zurückgezogen, und das Ticket steht nicht auf der "
            "Liste der verkauften. Bitte zur Abendkasse schicken.",
            LONG_TYPE,
        ),
        Sound.BUZZ, 0, override_label="Aufsicht: trotzdem einlassen",
    ),
}  # fmt: skip
FOUND = FoundListView(
    "ok",
    (
        FoundView("s1", "Maya Okafor", "Adult · 7K3Q-94XD-M2 · order HLF26K", "", Look.ADMIT),
        FoundView("s2", "Tunde Okonkwo", "Child · 7K3Q-94XE-N4 · order HLF26K", "In since 19:42", Look.CHECK),
        FoundView("s3", LONG, f"{LONG_TYPE} · 7K3Q-94XF-P8", "Refunded", Look.DENY),
    ),
    "3 tickets found",
)
LOG = LogView(
    tuple(
        LogRowView(look, f"19:{54 - at:02}:08", word, name, f"f{at}" if look is Look.ADMIT else "")
        for at, (look, word, name) in enumerate(
            (
                (Look.ADMIT, "ADMIT", "Maya Okafor · Adult"),
                (Look.CHECK, "ALREADY IN", "Maya Okafor · first at Gate B, 19:42"),
                (Look.DENY, "DO NOT ADMIT", "Jon Reyes · refunded"),
                (Look.ADMIT, "ADMIT", LONG),
            )
            * 5
        )
    )
)


def tile(number: int, name: str, description: str, price: str, left: str = "", quantity: int = 0) -> TypeTile:
    """Return a ticket type."""
    return TypeTile(number, 0, name, description, price, left, left if left == "Sold out" else "", quantity)


TILES = (
    tile(1, "Adult", "18 and over", "£24.00", quantity=2),
    tile(2, "Child", "Under 16", "£12.00", quantity=1),
    tile(3, "Family", "2 adults + 2 children", "£60.00", "14 left"),
    tile(4, "Concession", "Students, 65+", "£18.00"),
    tile(5, "Carer", "Free with access ticket", "Free"),
    tile(6, "Front row", "Limited view of fireworks barge", "£55.00", "Sold out"),
)
TILE_NONE_HERE = replace(tile(7, LONG_TYPE, "Mit Nachweis", "1.234,50 €"), none_left="Hier keine mehr")
TILES_LONG = tuple(
    tile(n, LONG_TYPE, "Mit Nachweis am Einlass; gilt nicht zusammen mit anderen Ermäßigungen", "1.234,50 €", "Noch 14")
    for n in range(1, 9)
)
LINES = (PayLine("2 × Adult", "£48.00"), PayLine("1 × Child", "£12.00"))
LINES_LONG = tuple(PayLine(f"{n} × {LONG_TYPE}", f"{n}.234,50 €") for n in range(1, 9))
NUMBERS = ("7K3Q-94XD-M2", "7K3Q-94XE-N4", "7K3Q-94XF-P8")

KIOSK: dict[str, KioskView] = {
    "attract": AttractView("Harbour Lights Festival", "Saturday 28 November, 19:30", "North Quay", "From £12.00"),
    "attract_long": AttractView(
        LONG_EVENT, WHEN_DE, HALL_DE, "Ab 12,00 €", "Sind Ihre Tickets nicht herausgekommen? Bitte fragen Sie uns."
    ),
    "events": EventsView(
        (
            EventTile(1, 1, "Harbour Lights Festival", "Saturday 28 November, 19:30", "North Quay", "From £12.00"),
            EventTile(1, 2, "Harbour Lights Festival", "Sunday 29 November, 19:30", "North Quay", "£12.00", "14 left"),
            EventTile(2, 0, "Lantern Walk", "Sunday 29 November, 17:00", "Old Pier", "£6.00"),
            EventTile(3, 0, LONG_EVENT, "Sunday 29 November, 20:00", "St Mary’s", "£30.00", "Sold out", False),
        )
    ),
    "events_long": EventsView(
        tuple(
            EventTile(n, 0, LONG_EVENT, WHEN_DE, HALL_DE, "Ab 12,00 €", "Noch 14")
            for n in range(8)
        )
    ),
    "tickets": TicketsView(
        "Harbour Lights Festival", "Saturday 28 November, 19:30", TILES, BasketView(3, "£60.00", "Pay", True)
    ),
    "tickets_long": TicketsView(
        LONG_EVENT, "Samstag, 28. November, 19:30 Uhr", TILES_LONG,
        BasketView(10, "12.345,00 €", "Freies Ticket drucken", True, "Höchstens 10 je Bestellung"),
    ),
    "tickets_none": TicketsView(
        "Harbour Lights Festival", "Saturday 28 November, 19:30", TILES[2:5], BasketView(0, "£0.00", "Pay", False)
    ),
    "tickets_none_here": TicketsView(
        LONG_EVENT, WHEN_DE, (TILE_NONE_HERE,) * 6,
        BasketView(0, "0,00 €", "Bezahlen", False, "Hier gibt es gerade keine mehr. Bitte fragen Sie unser Personal."),
    ),
    "details": DetailsView("Maya Okafor", "maya@", "Please check the e-mail address.", "£60.00"),
    "pay_choose": PayView(PayState.CHOOSE, LINES, "£60.00", ("card", "phone")),
    "pay_reader": PayView(PayState.FOLLOW_READER, LINES, "£60.00"),
    "pay_working": PayView(PayState.WORKING, LINES, "£60.00"),
    "pay_declined": PayView(PayState.DECLINED, LINES_LONG, "12.345,00 €"),
    "pay_unknown": PayView(PayState.UNKNOWN, LINES, "£60.00", reference="8F3K2Q"),
    "printing": PrintingView(3, 0.5, with_receipt=True),
    "done": DoneView(tuple(SavedTicket(number, "Adult") for number in NUMBERS), "HLF26K"),
    "saved": DoneView(
        (*(SavedTicket(number, "Adult", CODE) for number in NUMBERS), SavedTicket("7K3Q-94XG-R1", LONG_TYPE, CODE)),
        "HLF26K", True, seconds=120,
    ),
    "saved_many": DoneView(
        tuple(SavedTicket(f"7K3Q-94X{n}-M2", LONG_TYPE if n % 2 else "Adult", CODE) for n in range(7)),
        "HLF26K", True, "Der Drucker hat nicht gemeldet, dass er fertig ist. Nehmen Sie, was herauskam; fehlt etwas, "
        "fragen Sie unser Personal.", seconds=60,
    ),
    "closed": ClosedView("Out of paper", "Please buy your tickets at the box office.", "E14"),
}  # fmt: skip

TILL = TillView(
    "Harbour Lights Festival", "Ana Sousa", "Shift since 17:30", TILES,
    (
        TillLine(1, 0, "Adult", "2 × £24.00 = £48.00", 2),
        TillLine(2, 0, "Child", "1 × £12.00 = £12.00", 1),
    ),
    3, "£60.00", 6_000, "£60.00", 6_000, "GBP",
)  # fmt: skip
TILL_LONG = TillView(
    LONG_EVENT, LONG, "", tuple(TILES_LONG * 2),
    tuple(TillLine(n, 0, LONG_TYPE, "2 × 1.234,50 € = 2.469,00 €", 2) for n in range(1, 8)),
    14, "17.283,00 €", 1_728_300, "17.283,00 €", 1_728_300, "EUR", "Rabatt 20 %",
    note="Öffnen Sie zuerst eine Schicht.", printer_note="Das Papier geht zu Ende.", unsettled=2,
)  # fmt: skip
WHY = "Das wurde an den Drucker geschickt, aber er hat nie gemeldet, dass er fertig ist. Suchen Sie das Papier."
PRINTS = PrintsView(
    (
        PrintRow("j1", "3 tickets", "Saturday 28 November, 19:42  ·  £60.00  ·  HLF26K", NUMBERS, WHY),
        PrintRow("j2", "Receipt · COPY", f"{WHEN_DE}  ·  12.345,00 €  ·  J4K9Z7", (), WHY),
        PrintRow("j3", "12 Tickets", f"{WHEN_DE}  ·  12.345,00 €  ·  J4K9Z8", NUMBERS * 4, WHY),
    ),
    "The COPY is on its way to the printer.",
)  # fmt: skip
SHIFT = ShiftView(
    True, "Ana Sousa",
    (
        ("Float", "£150.00"), ("Cash sales", "£312.00"), ("Card sales", "£840.00"), ("Refunds", "−£24.00"),
        ("Should be in the drawer", "£438.00"),
    ),
    "GBP",
)  # fmt: skip
SOLD = SoldView("£40.00", "£60.00", "£100.00", NUMBERS)
REFUND_ONLINE = "Card sales are refunded online."
SALES = SalesView(
    tuple(
        SaleRow(f"o{n}", f"19:{40 - n:02}", "3 tickets · cash", "£60.00", "Printed", "" if n % 2 else REFUND_ONLINE)
        for n in range(14)
    )
)  # fmt: skip

MINUTES = tuple(round(18 * (1 - abs(at - 70) / 75)) + (at * 7 % 5) for at in range(120))
TOTALS = tuple(sum(MINUTES[: at + 1]) for at in range(120))
LIVE = LiveView(
    "Harbour Lights Festival", "Main entrance", "As of 19:54:08",
    (
        BigNumber("1\u202f284", "people in now"),
        BigNumber("1\u202f301", "tickets used"),
        BigNumber("17", "have left"),
        BigNumber("716", "still expected"),
    ),
    (
        GateRow("Gate A", "612", "84", "a moment ago"),
        GateRow("Gate B", "498", "61", "2 min ago"),
        GateRow("Gate C, accessible entrance", "174", "9", "38 min ago: offline", True),
    ),
    ChartView(
        MINUTES, TOTALS, tuple((at, f"{18 + at // 60}:{at % 60:02}") for at in range(0, 120, 30)), 2_000,
        "Capacity 2\u202f000", f"In {TOTALS[-1]}", "At most 22 a minute", "1 284 of 2 000 people are in.",
    ),
    tuple((f"19:{at:02}", str(MINUTES[at]), str(TOTALS[at])) for at in range(40, 60)),
)  # fmt: skip
PAIRING = {
    "ask": PairingView(camera=CameraState.RUNNING, camera_note=""),
    "ask_error": PairingView(
        error=ErrorView("The token was used or has expired", "Ask for a new one on the page “Devices”.", "E31"),
        camera=CameraState.LOST, camera_note="Camera not found. Check the cable. Retrying…",
    ),
    "working": PairingView(PairingStep.WORKING),
    "compare": PairingView(PairingStep.COMPARE, ("anchor", "violet", "harvest", "museum", "copper", "island")),
    "pin": PairingView(PairingStep.SET_PIN),
}  # fmt: skip
ROLES = RoleView(
    "kiosk-3", "Harbour Lights CIC",
    (
        RoleOption(Role.KIOSK, "Self-service kiosk", "Buyers choose, pay and take their tickets themselves."),
        RoleOption(Role.TILL, "Till", "Staff sell for cash and card, refund and print again."),
        RoleOption(Role.GATE, "Door", "Tickets are scanned and people let in."),
        RoleOption(Role.LIVE, "Live attendance", "Who is in, by gate and minute."),
        RoleOption(Role.SUPERVISOR, "Supervisor", "Everything, and the incidents."),
    ),
)  # fmt: skip
WAITING = {
    "loading": WaitingView(
        "The event is being loaded", "This takes a moment. It goes on by itself.", "Settings", "61 204 of 100 000", 0.61
    ),
    "offline": WaitingView(
        "No network yet",
        "This device has not loaded its event yet. Connect it to the network once; it goes on by itself.",
        "Settings",
    ),
    "final": WaitingView(
        "Foyer cannot start",
        "The key of this device's data is missing or wrong. Nothing was changed. Put the right key back, "
        "then start Foyer again.",
        "Close",
        "storage_locked",
        way_out=WayOut.END,
    ),
}
SETTINGS = SettingsView(
    "kiosk-3 · Harbour Lights CIC",
    (
        SettingRow("gate", "Gate and list", "Gate A · Main entrance", ("Gate A · Main entrance", "Gate B"), 0),
        SettingRow("camera", "Camera", "0", ("0", "1", "none"), 0),
        SettingRow("printer", "Printer", "tcp://192.0.2.17:9100", ("tcp://192.0.2.17:9100", "queue://A6"), 0),
        SettingRow("sound", "Sound", "80 %", ("Off", "40 %", "60 %", "80 %", "100 %"), 3),
        SettingRow("pulse", "Refusals flash once", "Off", ("Off", "On"), 0),
        SettingRow("language", "Language", "English", ("English", "Deutsch"), 0),
        SettingRow("text", "Text size", "Normal", ("Normal", "Large"), 0),
    ),
    (
        SettingRow("sync", "Sync now", "Last 19:52"),
        SettingRow("ready", "Ready for doors?", "Checks everything"),
        SettingRow("print_test", "Print a test page"),
        SettingRow("reprint", "Print the last tickets again", "Marked COPY"),
        SettingRow("incidents", "Incidents", "2 need a look"),
        SettingRow("role", "Change the role"),
    ),
    (
        ("Waiting to be sent", "18"), ("Oldest of them", "12 min"), ("List is", "3 h old"),
        ("Works without the server until", "24.11. 18:40"), ("Second copy", "its medium is not there"),
        ("Damaged file, kept as", "store.db.corrupt-1"),
        ("Tickets on this device", "2\u202f000"),
        ("Clock differs by", "0.2 s"), ("Quarantined", "0"), ("Disk free", "12.4 GB"), ("Version", "0.1.0"),
    ),
    "Tickets can be sold and admitted without network.",
    (("rising", "Let in"), ("attention", "Look first"), ("buzz", "Do not let in")),
    "This machine has no sound device.",
)  # fmt: skip
READY = ReadyCheckView(
    (
        ReadyCheckLine("Tickets on this device", "2 000 of 2 000", CheckState.READY),
        ReadyCheckLine("Camera", "Reads a code in 40 ms", CheckState.READY),
        ReadyCheckLine("Printer", "Paper is running low", CheckState.ATTENTION),
        ReadyCheckLine("Clock", "Being compared with the server", CheckState.CHECKING),
        ReadyCheckLine("Key of the store", "In a file beside it, not in the keyring", CheckState.ATTENTION),
        ReadyCheckLine("Disk", "0.1 GB free: free some space", CheckState.FAILED),
    ),
    False, "Not ready: one thing needs you",
)  # fmt: skip
