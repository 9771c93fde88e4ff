"""How sure is a time? Spans and doubts of clocks, worded for incidents, badge, settings and the ready check."""

from PySide6.QtCore import QObject

from kiosk.core.clocks import DIFFERENCE_MAX_MS, Moment, Suspicion
from kiosk.core.facts import ClockState

SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS = 1_000, 60_000, 3_600_000, 86_400_000


class DoubtWords(QObject):
    """Words spans of time."""

    def span(self, span_ms: int) -> str:
        """Return a span in its largest sensible unit: 40 s, 4 min, 3 h, 5 days."""
        if span_ms < SECOND_MS:
            return self.tr("{count} ms").format(count=span_ms)
        if span_ms < 2 * MINUTE_MS:
            return self.tr("{count} s").format(count=round(span_ms / SECOND_MS))
        if span_ms < 2 * HOUR_MS:
            return self.tr("{count} min").format(count=round(span_ms / MINUTE_MS))
        if span_ms < 2 * DAY_MS:
            return self.tr("{count} h").format(count=round(span_ms / HOUR_MS))
        return self.tr("%n day(s)", "", round(span_ms / DAY_MS))

    def doubt(self, doubt_ms: int) -> str:
        """Return how far off a time may be; below a second there is nothing to say."""
        return self.tr("± {span}").format(span=self.span(doubt_ms)) if doubt_ms >= SECOND_MS else ""

    def clock_trouble(self, moment: Moment) -> str:
        """Return what is wrong with this device's clock in a few words; empty where it is well enough."""
        far = abs(moment.difference_ms) > DIFFERENCE_MAX_MS
        if moment.is_compared:
            return self._corrected(moment.difference_ms) if far else ""
        match moment.suspicion:
            case Suspicion.LOST_BATTERY:
                return self.tr("Clock lost its time")
            case Suspicion.SET_BACK:
                return self.tr("Clock set back by {span}").format(span=self.span(-moment.difference_ms))
            case Suspicion.KNOWN_WRONG:
                return self.tr("Clock was wrong by {span}").format(span=self.span(abs(moment.difference_ms)))
            case Suspicion.LEAPT:
                return self.tr("Clock was set forward")
            case Suspicion.NONE:
                return ""

    def clock(self, moment: Moment) -> str:
        """Return how this device's clock is: what is wrong with it, and how sure the time is all the same."""
        trouble = self.clock_trouble(moment)
        if not moment.is_compared:
            unsure = self.tr("not compared with the server since the start")
            return f"{trouble}: {unsure}" if trouble else unsure
        doubt = self.tr("± {span}").format(span=self.span(moment.doubt_ms))
        if moment.state is ClockState.DEGRADED:
            doubt = self.tr("{doubt}: not compared for long").format(doubt=doubt)
        return f"{trouble} ({doubt})" if trouble else self.tr("right ({doubt})").format(doubt=doubt)

    def _corrected(self, difference_ms: int) -> str:
        span = self.span(abs(difference_ms))
        if difference_ms > 0:
            return self.tr("Clock {span} fast, corrected").format(span=span)
        return self.tr("Clock {span} slow, corrected").format(span=span)
