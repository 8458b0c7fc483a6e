"""The registry of the figures the product shows: one name, one sentence, one definition each.

A page shows the sentence; a figure links to exactly the rows behind it.
"""

from ohms.domain.benchmark_measures import BENCHMARKS
from ohms.domain.measure import registry
from ohms.domain.referral_measures import REFERRAL_MEASURES
from ohms.domain.workload_measures import ROA_MEASURES, WORKLOAD_MEASURES

MEASURES = registry(
    *WORKLOAD_MEASURES.values(),
    *ROA_MEASURES.values(),
    *(each.measure for each in BENCHMARKS.values()),
    *REFERRAL_MEASURES.values(),
)
