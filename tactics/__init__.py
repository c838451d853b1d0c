"""Observe: what captured pages say, as readings, posts and findings with evidence."""
