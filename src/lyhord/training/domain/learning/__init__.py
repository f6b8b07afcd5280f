"""What the training has taught, measured without knowing who answered."""
