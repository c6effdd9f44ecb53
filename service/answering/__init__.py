"""From a question to a cited answer: understand, retrieve, decide, choose, word, verify, cite."""
