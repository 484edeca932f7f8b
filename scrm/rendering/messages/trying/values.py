"""What the hub and the process that tries templates have agreed on."""

FAULT = 3
"""The status of a process that failed over its template, and not for a reason of its own."""
