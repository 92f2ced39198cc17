"""Screens: values in, text and buttons out. No I/O."""
