"""Web: the trends page, where what prospects talk about is reviewed and decided upon in a browser."""
