"""A load test of the real service, with the packaged model, as many people would use it.

    python -m tests.bench.load --users 16 --minutes 10 --kind chat

prints one table. It ends with 1 if a request was lost or turned away without a time to come back.
"""
