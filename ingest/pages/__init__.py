"""What is in the HTML of a page: its tree, what a reader sees of it, its article, what it says of itself."""
