from kiosk.scanner.echo import CAMERA_HOLD_MS, SCANNER_HOLD_MS, Echo


def test_double_trigger_of_a_hand_scanner_is_one_presentation() -> None:
    """A41"""
    echo = Echo(SCANNER_HOLD_MS)
    assert [echo.is_new("T1A", now_ms=t) for t in (1_000, 1_080)] == [True, False]


def test_code_in_view_of_the_camera_is_new_once_however_long_it_stays() -> None:
    """A41"""
    echo = Echo(CAMERA_HOLD_MS)
    seen = [echo.is_new("T1A", now_ms=t) for t in range(0, 20_000, 33)]
    assert seen.count(True) == 1


def test_code_that_the_camera_loses_for_moments_is_still_the_same_presentation() -> None:
    """A41"""
    echo = Echo(CAMERA_HOLD_MS)
    assert [echo.is_new("T1A", now_ms=t) for t in (0, 2_900, 5_800, 8_700)] == [True, False, False, False]


def test_code_shown_again_three_seconds_after_it_left_is_a_second_presentation() -> None:
    echo = Echo(CAMERA_HOLD_MS)
    echo.is_new("T1A", now_ms=0)
    echo.is_new("T1A", now_ms=500)
    assert not echo.is_new("T1A", now_ms=3_499)
    assert echo.is_new("T1A", now_ms=3_499 + CAMERA_HOLD_MS)


def test_scanner_may_present_the_same_code_again_after_a_second_and_a_half() -> None:
    echo = Echo(SCANNER_HOLD_MS)
    echo.is_new("T1A", now_ms=0)
    assert echo.is_new("T1A", now_ms=1_500)


def test_other_codes_are_new_at_once_and_leave_the_first_an_echo() -> None:
    echo = Echo(CAMERA_HOLD_MS)
    assert [echo.is_new(text, now_ms=10) for text in ("T1A", "T1B", "T1C", "T1A")] == [True, True, True, False]


def test_hundreds_of_codes_at_once_push_out_only_the_longest_unseen() -> None:
    echo = Echo(CAMERA_HOLD_MS)
    for number in range(300):
        echo.is_new(f"T1{number}", now_ms=number)
    assert not echo.is_new("T1299", now_ms=300)
    assert echo.is_new("T10", now_ms=300)
