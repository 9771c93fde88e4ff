"""How does a visitor's hand carry a ticket past the camera?

Pure geometry for the fake clip (`demo.fakes.clip`): where the code on the paper is in each frame of a visit, and
the homography that puts the paper there. Lengths are pixels of the frame, angles radians. It draws nothing.
"""

import math
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

ENTER_FRAMES: Final = 9
HOLD_FRAMES: Final = 24
LEAVE_FRAMES: Final = 7
VISIT_FRAMES: Final = ENTER_FRAMES + HOLD_FRAMES + LEAVE_FRAMES

_FOCAL_SHARE: Final = 1.1
"""Focal length of the lens as a share of the frame's width: a usual webcam, about 50 degrees wide."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the code's middle is, how large its side appears, and how the paper is turned."""

    x: float
    y: float
    side_px: float
    roll: float
    tilt_x: float
    tilt_y: float


@dataclass(frozen=True, slots=True)
class Carry:
    """One visit: the pose in which the ticket is held, where it comes from and how the hand shakes."""

    held: Pose
    from_x: float
    from_y: float
    to_x: float
    to_y: float
    phases: tuple[float, float, float, float]

    def pose(self, frame: float) -> Pose:
        """Return the pose at `frame` (0 = first of the visit; fractions are moments while the shutter is open)."""
        leave_from = ENTER_FRAMES + HOLD_FRAMES
        away_in = _ease(max(0.0, 1 - frame / ENTER_FRAMES))
        away_out = _ease(max(0.0, (frame - leave_from) / LEAVE_FRAMES))
        dx, dy, turn, nearer = self._shake(frame)
        return replace(
            self.held,
            x=self.held.x + dx + away_in * self.from_x + away_out * self.to_x,
            y=self.held.y + dy + away_in * self.from_y + away_out * self.to_y,
            side_px=self.held.side_px * (1 + nearer),
            roll=self.held.roll + turn + 0.25 * away_in - 0.3 * away_out,
        )

    def _shake(self, frame: float) -> tuple[float, float, float, float]:
        """A hand sways slowly (about 1 Hz) and trembles (about 8 Hz, 1 to 2 px)."""
        sway = [
            math.sin(2 * math.pi * frame / period + p) for period, p in zip((31, 37, 29, 43), self.phases, strict=True)
        ]
        tremble = [math.sin(2 * math.pi * frame / 3.7 + p) for p in self.phases[:2]]
        return 9 * sway[0] + 1.2 * tremble[0], 7 * sway[1] + 1.2 * tremble[1], 0.03 * sway[2], 0.04 * sway[3]


def plan_carry(rng: np.random.Generator, size: tuple[int, int], reach_px: float) -> Carry:
    """Return a visit as people do it: code near the middle, turned up to 35 degrees, tilted up to 25.

    `reach_px` is a distance by which the paper is certainly out of the frame.
    """
    width, height = size
    held = Pose(
        x=width * rng.uniform(0.40, 0.60),
        y=height * rng.uniform(0.40, 0.60),
        side_px=height * rng.uniform(0.30, 0.46),
        roll=math.radians(rng.uniform(-35, 35)),
        tilt_x=math.radians(rng.uniform(-25, 25)),
        tilt_y=math.radians(rng.uniform(-25, 25)),
    )
    came, went = rng.uniform(0, 2 * math.pi, 2)
    return Carry(
        held,
        from_x=math.cos(came) * reach_px,
        from_y=math.sin(came) * reach_px,
        to_x=math.cos(went) * reach_px,
        to_y=math.sin(went) * reach_px,
        phases=tuple(float(p) for p in rng.uniform(0, 2 * math.pi, 4)),  # type: ignore[arg-type]
    )


def build_homography(pose: Pose, code: NDArray[np.float32], frame_width: int) -> Matrix:
    """Return the 3×3 matrix from points of the paper's picture to points of the frame.

    `code` holds the corners of the code in the picture, from the top left clockwise.
    """
    middle = code.mean(axis=0)
    side = float(np.mean([np.linalg.norm(code[i] - code[i - 1]) for i in range(4)]))
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32)
    seen = np.array([_project(x, y, pose, frame_width) for x, y in corners], np.float32)
    return cv2.getPerspectiveTransform((middle + corners * side).astype(np.float32), seen).astype(np.float64)


def _project(x: float, y: float, pose: Pose, frame_width: int) -> tuple[float, float]:
    """Return where the point (x, y) of the paper, measured in sides of the code, is seen."""
    x, y = (
        x * math.cos(pose.roll) - y * math.sin(pose.roll),
        x * math.sin(pose.roll) + y * math.cos(pose.roll),
    )
    y, z = y * math.cos(pose.tilt_x), y * math.sin(pose.tilt_x)
    x, z = x * math.cos(pose.tilt_y) + z * math.sin(pose.tilt_y), z * math.cos(pose.tilt_y) - x * math.sin(pose.tilt_y)
    depth = 1 + z * pose.side_px / (_FOCAL_SHARE * frame_width)
    return pose.x + pose.side_px * x / depth, pose.y + pose.side_px * y / depth


def _ease(share: float) -> float:
    """A hand arrives slowing down: quadratic."""
    return share * share
