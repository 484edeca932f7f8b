"""The connector kit: what every connector must do, runnable on anybody's.

`python -m scrm.conformance NAME` prints one line per check. From pytest, parametrise over
`CHECKS` and await each with a `Subject`: see tests/connectors/test_contract.py.
"""

from scrm.conformance.checks import CHECKS
from scrm.conformance.subject import Check, Nonconformity, Subject, find_subject

__all__ = ["CHECKS", "Check", "Nonconformity", "Subject", "find_subject"]
