"""`python -m config.sandbox --data DIR`"""

import argparse
from pathlib import Path

from config.sandbox.server import PLATFORMS, run


def main() -> None:
    parser = argparse.ArgumentParser(prog="sandbox", description="Run simulated platforms.")
    parser.add_argument("--platform", action="append", choices=sorted(PLATFORMS), default=None)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0: a free one")
    parser.add_argument("--data", type=Path, required=True, help="where state and log are kept")
    parser.add_argument("--json", action="store_true", help="print the address as a JSON line")
    asked = parser.parse_args()
    run(asked.data, asked.platform or ["telegram"], asked.host, asked.port, as_json=asked.json)


if __name__ == "__main__":
    main()
