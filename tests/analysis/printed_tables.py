"""Small tables printed in the literature, for tests that must reach their published numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd

# Shrout and Fleiss (1979), Psychological Bulletin 86, table 2: six targets, four judges
SHROUT_FLEISS = pd.DataFrame(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]],
    columns=["J1", "J2", "J3", "J4"],
)

# Chatterjee and Price (1977), Regression Analysis by Example: 30 departments, per cent favourable
ATTITUDE = pd.DataFrame(
    [
        [int(cell) for cell in line.split()]
        for line in """
43 51 30 39 61 92 45
63 64 51 54 63 73 47
71 70 68 69 76 86 48
61 63 45 47 54 84 35
81 78 56 66 71 83 47
43 55 49 44 54 49 34
58 67 42 56 66 68 35
71 75 50 55 70 66 41
72 82 72 67 71 83 31
67 61 45 47 62 80 41
64 53 53 58 58 67 34
67 60 47 39 59 74 41
69 62 57 42 55 63 25
68 83 83 45 59 77 35
77 77 54 72 79 77 46
81 90 50 72 60 54 36
74 85 64 69 79 79 63
65 60 65 75 55 80 60
65 70 46 57 75 85 46
50 58 68 54 64 78 52
50 40 33 34 43 64 33
64 61 52 62 66 80 41
53 66 52 50 63 80 37
40 37 42 58 50 57 49
63 54 42 48 66 75 33
66 77 66 63 88 76 72
78 75 58 74 80 78 49
48 57 44 45 51 83 38
85 85 71 71 77 74 55
82 82 39 59 64 78 39
""".strip().splitlines()
    ],
    columns=["rating", "complaints", "privileges", "learning", "raises", "critical", "advance"],
)

# Fleiss (1971), Psychological Bulletin 76, table 1: 30 patients, five diagnoses, six raters each
FLEISS_DIAGNOSES = [
    [int(cell) for cell in line]
    for line in """
00060
03003
01401
00006
03030
20400
00402
20310
20040
00006
10050
11040
03300
10050
02031
00501
30012
51000
02040
10203
00006
01050
02013
20040
10041
05010
40002
02040
10500
00006
""".strip().splitlines()
]

# Giavarina (2015), Biochemia Medica 25, table 1: two methods, 30 pairs
TWO_METHODS = (
    [
        1,
        5,
        10,
        20,
        50,
        40,
        50,
        60,
        70,
        80,
        90,
        100,
        150,
        200,
        250,
        300,
        350,
        400,
        450,
        500,
        550,
        600,
        650,
        700,
        750,
        800,
        850,
        900,
        950,
        1000,
    ],
    [
        8,
        16,
        30,
        24,
        39,
        54,
        40,
        68,
        72,
        62,
        122,
        80,
        181,
        259,
        275,
        380,
        320,
        434,
        479,
        587,
        626,
        648,
        738,
        766,
        793,
        851,
        871,
        957,
        1001,
        960,
    ],
)

# Bock and Lieberman (1970), Psychometrika 35: how often each pattern of five answers occurred, from
# 00000, 00001, 00010 to 11111
LSAT7_COUNTS = [
    12,
    19,
    1,
    7,
    3,
    19,
    3,
    17,
    10,
    5,
    3,
    7,
    7,
    23,
    8,
    28,
    7,
    39,
    11,
    34,
    14,
    51,
    15,
    90,
    6,
    25,
    7,
    35,
    18,
    136,
    32,
    308,
]


def lsat7() -> pd.DataFrame:
    """A thousand people, five questions, right or wrong."""
    patterns = np.array([[pattern >> (4 - j) & 1 for j in range(5)] for pattern in range(32)])
    return pd.DataFrame(
        np.repeat(patterns, LSAT7_COUNTS, axis=0), columns=[f"q{j + 1}" for j in range(5)]
    )


# Bechtoldt (1961), from Thurstone's data: correlations of nine tests of 213 people
THURSTONE_ROWS = """
.828
.776 .779
.439 .493 .460
.432 .464 .425 .674
.447 .489 .443 .590 .541
.447 .432 .401 .381 .402 .288
.541 .537 .534 .350 .367 .320 .555
.380 .358 .359 .424 .446 .325 .598 .452
"""


def thurstone() -> np.ndarray:
    """The nine tests' correlation matrix."""
    r = np.eye(9)
    for i, line in enumerate(THURSTONE_ROWS.strip().splitlines(), start=1):
        for j, cell in enumerate(line.split()):
            r[i, j] = r[j, i] = float(cell)
    return r
