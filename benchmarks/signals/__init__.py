"""How far the signals can be trusted, measured: truth tables, invariance, coverage, cost.

Every module of this package with a function ``report()`` is one section of
``python -m benchmarks signals``; a new measurement is a new file and nothing else.
"""
