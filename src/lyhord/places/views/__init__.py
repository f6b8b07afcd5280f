"""Pages of meeting places."""
