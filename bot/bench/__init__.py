"""Measurements: ratios from interleaved runs on the machine at hand, never remembered seconds."""
