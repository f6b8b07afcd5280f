"""Leaves out one piece of the policy at a time, to see that a test notices. See tests/access/mutants.py."""
