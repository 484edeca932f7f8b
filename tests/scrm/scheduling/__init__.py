"""Tests of the clock that says look."""
