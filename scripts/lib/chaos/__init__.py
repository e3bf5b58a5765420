"""What two gateways on one Redis do when sessions end and when Redis fails; see scripts/chaos."""
