"""What is measured without a flood of requests, one kind a file."""
