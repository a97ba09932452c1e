"""The README of the programme. Belongs here: what a user of the data must know before trusting a figure."""

from __future__ import annotations

_TEXT = """\
# Programme `vlaamse_veerkracht`

The Flemish recovery plan in the exchange format: 7 speerpunten, 36 clusters, 181 projects, 1,753 milestones and metingen 1 to 5,
plus, in `meting_2023-12/`, the entries that people make in meting 6. Made by `python -m meetcyclus.programmes.generate_vlaamse_veerkracht`;
the same code gives the same bytes. Do not edit these files by hand.

## What is real and what is not

- **Published**: the number of projects per status in metingen 1, 2, 4, 5 and 6, the named projects of metingen 1, 4 and 5, the totals
  of committed (VAK) and settled (VEK) money and the milestone shares listed below, the population and its changes, the seven speerpunten
  (labels partly our translation), beleidsdomeinen and portfolios.
- **Real titles**: only VV014, VV044, VV056, VV078, VV087, VV120, VV139, VV146, VV168 and VV181 (VV044 and VV181 paraphrased).
- **Synthetic**: everything else. Other titles say so. Clusters have placeholder names. Texts, dates, people, entities, budgets, articles,
  VR numbers, milestones, indicators, CID and measure numbers are invented, also for the ten real titles. All addresses are `@example.org`;
  no minister or civil servant is named.
- **Meting 3 was not published.** Its counts are our own, between metingen 2 and 4: 2 not started, 17 started, 158 in progress, 3 attention.
- Meting 5 published 3 projects outside the green and realised ones, without a split: here 2 attention (VV014, VV168) and 1 action (VV078).
- Meting 6 published 4 projects that need attention and 141 on schedule: here 3 attention (VV014, VV103, VV168), 1 action (VV078),
  140 in progress and 1 started. The 33 realised are 28 on one-off money and 5 on regular means, as follows from meting 7.

## Conventions

- `budget_eur` is the original share of the relanceprovisie, **before** shifts. It sums to exactly 4,300,000,000.00. The ceiling of a project at
  a meetmoment is `budget_eur` plus shifts received minus shifts given with a date on or before it. VV181 did not exist at the start:
  its `budget_eur` is `0.00` and it lives on 6 million euro of shifts. The 22 projects on regular means (cluster C35) also have `0.00`
  and no lines in `financien.csv`.
- Finance lines of one meting are that meting's view of each budget year and article; their sum is the cumulative position. A project
  without commitments has lines of `0.00`. One project released money in 2023: the line of 2022 is lower than in meting 5, with an `opmerking`.
- Input comes before the reference date: realised milestones are dated at least 31 days before the meetmoment, and most indicator values
  bear the month end before; values dated on the meetmoment are marked as estimates (`raming`).
- `datum_verwacht` of a realised milestone stays what it was in the last meting before; `datum_realisatie` says when it happened.
- Statuses of projects: list version 1 for metingen 1-3, 2 for 4-5, 3 for 6. All other code lists have version 1.

## Roundings

| Meting | Published | Here |
| --- | --- | --- |
| 1 | 92 million VAK on 23 projects, 17 million VEK on 9 | 92,014,350.00 on 23; 17,038,912.50 on 9 |
| 3 | 218.8 million VEK (as cited from the audit of March 2022) | 218,796,504.75 |
| 4 | 46.5% VAK, 10% VEK, 92% of started milestones | 1,999,487,650.25 (46.50%); 430,115,870.40 (10.00%); 92.0% |
| 5 | 95% VAK, 30.4% VEK | 4,085,312,904.18 (95.01%); 1,309,241,386.90 (30.45%, or 30.4% with one decimal) |
| 6 | 4.168 billion (97%), 2.16 billion (50.28%), +853 million, +19.83 points, 1,483 of 1,753 | 4,168,237,415.62; 2,161,958,204.33; \
+852,716,817.43; +19.83; 1,483 |

VAK and VEK of metingen 2 and 3 that are not in this table are our own. Meting 5 is often given as 1,307 million settled, derived from
2,160 - 853. That cannot hold together with 50.28% and 19.83 percentage points of 4.3 billion: 50.28% needs at least 2,161.825 million and
19.83 points at most 852.905 million, so meting 5 has at least 1,308.920 million. We chose 1,309.24 million, which still prints as 30.4%.
All shares are rounded half up from the exact amounts.
"""  # noqa: E501


def readme() -> str:
    """Return the text of README.md."""
    return _TEXT
