"""`python -m scrm.conformance NAME`: one line per check; exit status 0, 1 (failed), 2 (wrong use)."""

import asyncio
import sys
from typing import TextIO

from scrm.conformance import CHECKS, Nonconformity, Subject, find_subject


def main(arguments: list[str], out: TextIO = sys.stdout) -> int:
    if len(arguments) != 1:
        out.write("Use: python -m scrm.conformance NAME\n")
        return 2
    try:
        subject = find_subject(arguments[0])
    except LookupError as error:
        out.write(f"{error}: a connector shows itself to the kit by that value\n")
        return 2
    return asyncio.run(examine(subject, out))


async def examine(subject: Subject, out: TextIO) -> int:
    failed = 0
    for check in CHECKS:
        finding = ""
        try:
            await check(subject)
        except Nonconformity as error:
            finding = str(error)
        except Exception as error:
            finding = f"{type(error).__name__}: {error}"
        failed += bool(finding)
        name = check.__name__.replace("_", " ")
        out.write(f"{'FAIL' if finding else 'ok  '}  {name}{': ' if finding else ''}{finding}\n")
    out.write(f"{len(CHECKS) - failed} of {len(CHECKS)} checks passed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
