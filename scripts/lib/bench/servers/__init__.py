"""What runs: the application, Redis, the gateway, and the servers that it is compared with, one a file."""
