"""The service: answers over an index, by HTTP and from the command line."""
