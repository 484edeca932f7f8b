"""Benchmarks: each measures the hub against a bare ceiling in the same run, as a ratio."""
