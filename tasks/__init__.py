"""The STEPS: each opens a unit of work, calls one service and returns plain data."""
