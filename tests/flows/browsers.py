"""The browser that is there: tests fetch none."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb", "--disable-lcd-text"]


class NoBrowser(Exception):
    """There is no Chromium on this machine."""


def find_chromium() -> str:
    """Its path; raises NoBrowser with what to do."""
    wanted = os.environ.get("SCRM_CHROMIUM", "")
    found = next((path for name in (wanted, *NAMES) if name and (path := shutil.which(name))), None)
    if found is None:
        raise NoBrowser("These tests need Chromium on PATH: install the package `chromium`.")
    return found
