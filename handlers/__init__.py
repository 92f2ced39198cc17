"""What the merchant sees and taps."""
