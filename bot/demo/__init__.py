"""Stand-ins that speak the real protocols on loopback; the demo and the tests use the same ones."""
