"""Jobs that only tests enqueue."""

from jishi.foundation.platform import jobs
from jishi.foundation.platform.models import Counter

broken: list[bool] = []


@jobs.job(max_attempts=3)
def count_up(name: str, by: int = 1) -> None:
    if broken:
        raise ValueError("not now")
    Counter.objects.update_or_create(name=name, defaults={"value": by})
