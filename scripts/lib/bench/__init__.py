"""Measures the gateway next to others of its trade; scripts/bench is the way in."""
