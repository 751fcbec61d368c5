"""Speed and memory, as ratios measured in one run on one machine.

``python -m benchmarks`` prints every figure beside its aim; names select some of them. A ratio
travels between machines, a second does not, so seconds are printed only to explain a ratio.
"""
