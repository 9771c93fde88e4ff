"""The wording of screens: pure builders from values of the workers to views. Only here is local time made."""
