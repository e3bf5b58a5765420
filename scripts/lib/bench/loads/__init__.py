"""What makes the load, one program a file."""
