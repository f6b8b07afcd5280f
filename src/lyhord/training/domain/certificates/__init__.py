"""Certificates: who may have one, issued, shown as paper, verified by whoever holds its number, taken back."""
