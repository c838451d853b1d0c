"""Remember: runs, pages, posts and the crawl frontier in a database; captures in WARC files."""
