"""Transports, and the worker that never sends twice what it can help."""
