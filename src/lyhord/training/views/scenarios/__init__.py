"""Practising: alone, as a group, on paper, and in other learning platforms."""
