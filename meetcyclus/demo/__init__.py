"""A rehearsal with simulated people: they use the same doors as real ones, on a simulated clock."""
