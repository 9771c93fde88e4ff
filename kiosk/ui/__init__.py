"""The screens of the venue program: Qt Widgets, and the only room that imports Qt.

A screen shows a frozen view (`views`) whose words were chosen by a pure builder (`text`), and says what a
person wants by a signal. It knows no SQL and no HTTP; `app` joins screens, workers and stores.
"""
