"""Codes on paper: what a phone reads off an invoice, to check its tax or to pay it."""
