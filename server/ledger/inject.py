"""The name under which handlers are given the ledger."""

from litestar.di import NamedDependency

from server.ledger.intake import Ledger

TheLedger = NamedDependency[Ledger]
