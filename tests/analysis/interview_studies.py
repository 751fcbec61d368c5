"""160 studies of interviews against job performance: people, r, type and structure.

McDaniel, Whetzel, Schmidt and Maurer (1994), Journal of Applied Psychology 79, 599-616. ``j``
job-related, ``p`` psychological, ``s`` situational; ``s`` structured, ``u`` unstructured; ``-``
not stated.
"""

STUDIES = """
123 0 js, 95 0.06 pu, 69 0.36 js, 1832 0.15 js, 78 0.14 js, 329 0.06 js, 153 0.09 js,
29 0.4 js, 29 0.39 ss, 157 0.14 ss, 149 0.36 ss, 92 0.28 ju, 15 0.62 js, 15 0.07 ju,
170 0.18 ju, 19 0.42 js, 19 0.08 ju, 68 0.18 pu, 93 0.43 ju, 57 0.04 ju, 80 -0.04 p-,
53 0.05 p-, 24 -0.14 p-, 57 0.05 js, 275 0.35 js, 45 -0.08 p-, 79 0.24 p-, 107 0.16 p-,
31 0.25 ju, 407 0.68 js, 84 0.61 js, 8 0.81 js, 6 0.99 js, 7 0.66 js, 12 0.45 js, 14 0.71 js,
40 0.27 js, 40 -0.02 js, 99 0.29 ju, 164 0.13 ju, 67 0.03 ju, 57 0 ju, 50 0.09 js,
129 -0.03 ju, 49 0.46 ss, 63 0.3 ss, 56 0.33 ss, 238 0.24 p-, 20 0.64 js, 122 0.12 ju,
51 0.15 ju, 40 0.44 ju, 210 0 js, 334 0.16 js, 310 0.21 p-, 180 0.29 js, 93 0.19 ju,
472 0.04 ju, 44 0.56 ju, 75 0.14 ju, 68 0.44 ju, 38 0.36 ju, 42 0.34 j-, 39 0.11 j-, 49 0.4 j-,
41 0.23 j-, 200 0.22 js, 850 0.44 js, 41 0.27 js, 32 0.11 js, 65 0.27 js, 125 -0.07 js,
134 0.32 js, 21 0.05 ju, 44 0.2 ju, 170 0.18 ju, 149 0.34 js, 296 0.03 js, 24 0.45 ss,
312 0.34 js, 205 0.51 js, 30 0.41 ss, 11 0.37 ss, 22 0.25 ss, 37 -0.17 js, 43 0.47 js,
72 0.32 js, 72 -0.09 ss, 108 0.33 js, 73 0.22 js, 73 0.27 ss, 117 0 js, 80 0.41 js, 95 0.16 js,
182 0 js, 93 0.03 js, 64 0.01 js, 370 0.03 js, 131 0.14 js, 87 0.11 js, 80 0.08 js,
41 -0.13 js, 35 0.13 ju, 106 0.36 js, 86 0.06 js, 54 0.19 js, 393 0.27 js, 102 0.17 js,
115 0.34 js, 63 0.28 ss, 22 0.11 js, 37 0.07 ju, 116 -0.13 --, 416 0.12 ju, 101 0.12 ju,
1359 0.37 ju, 82 0.26 pu, 32 0.42 js, 42 0.37 js, 196 0.17 js, 44 0.19 js, 47 0.32 ss,
37 0.33 --, 12 0.24 js, 1807 0.09 --, 73 0.36 js, 73 0.26 ss, 70 0.42 js, 30 0.62 js,
60 0.87 js, 38 -0.07 js, 12 0.65 js, 33 0.17 ju, 33 0.3 ju, 28 0.45 ss, 51 0.24 pu, 49 0.02 pu,
164 0.23 js, 195 0.17 js, 165 0.32 js, 40 0.36 js, 100 0.09 ps, 4195 0.13 ju, 179 0.29 js,
74 0.49 js, 110 0.4 js, 31 0.23 js, 70 0.31 js, 21 0.46 js, 29 -0.12 js, 51 0.22 ju,
51 0.59 js, 40 0.21 js, 40 0.02 js, 129 -0.03 js, 196 0.28 js, 31 -0.04 js, 494 0.19 ju,
101 0.23 js, 175 0.3 js
"""

ROWS = [part.split() for part in STUDIES.replace("\n", " ").split(",") if part.strip()]
N = [int(n) for n, _, _ in ROWS]
R = [float(r) for _, r, _ in ROWS]
TYPE = [None if kind[0] == "-" else kind[0] for _, _, kind in ROWS]
STRUCTURE = [None if kind[1] == "-" else kind[1] for _, _, kind in ROWS]
