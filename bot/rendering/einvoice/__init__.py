"""Invoices as machines read them: EN 16931 as UN/CEFACT CII (Factur-X) and as UBL 2.1."""
