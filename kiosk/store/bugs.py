"""A bug on a thread that must not end: written down as if the thread had died of it, so that it goes on.

Called by the threads of the synchroniser and of printing, which then show trouble and try again.
"""

import threading


def report_bug(error: Exception) -> None:
    """Hand an unexpected error to whoever hears of threads that die: the program's log, or a test that fails."""
    threading.excepthook(
        threading.ExceptHookArgs((type(error), error, error.__traceback__, threading.current_thread()))
    )
