"""The names under which handlers are given what every endpoint uses."""

from litestar.di import NamedDependency

from server.web.caller import Caller
from server.web.ground import Ground
from server.web.hints import Hints

TheGround = NamedDependency[Ground]
TheCaller = NamedDependency[Caller]
TheHints = NamedDependency[Hints]
