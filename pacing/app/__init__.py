"""The local page: drop a file, read the answer. The only room that knows a web server."""
