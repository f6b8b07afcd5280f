"""The rules as a CP-SAT model: candidates, variables, one function per rule, objectives."""
