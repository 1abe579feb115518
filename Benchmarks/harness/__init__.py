"""`make bench`: measures the gateway against baselines built here, against one real broker on loopback."""
