"""Several processes that serve one index, with one model and one queue between them."""
