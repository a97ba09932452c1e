"""The totals that the money adds up to, in cents. Belongs here: the published figures and how they were rounded.

Published: meting 1 about 92 million VAK on 23 projects and 17 million VEK on 9; 218.8 million VEK around meting 3;
46.5% VAK and 10% VEK at meting 4; 95% VAK and 30.4% VEK at meting 5; 4.168 billion (97%) and 2.16 billion (50.28%)
at meting 6, a rise of 853 million or 19.83 percentage points. The rest is our own, plausible.
"""

from __future__ import annotations

FIRST_COMMITTED, FIRST_SETTLED = 23, 9
VAK_TOTALS = {
    1: 92_014_350_00,
    2: 410_226_780_40,
    3: 1_043_381_905_15,
    4: 1_999_487_650_25,  # 46.50%
    5: 4_085_312_904_18,  # 95.01%
    6: 4_168_237_415_62,  # 4.168 billion, 96.94%
}
VEK_TOTALS = {
    1: 17_038_912_50,
    2: 75_440_118_30,
    3: 218_796_504_75,
    4: 430_115_870_40,  # 10.00%
    5: 1_309_241_386_90,  # 30.45% with two decimals, 30.4% with one
    6: 2_161_958_204_33,  # 2.16 billion, 50.28%; 852.7 million more, which is 853 million and 19.83 percentage points
}
# Only the 1.6 billion of S1 is public; the others are our own. Together exactly 4,300 million.
FOCUS_MILLIONS = {"S1": 1600, "S2": 640, "S3": 560, "S4": 440, "S5": 690, "S6": 230, "S7": 140}
