"""Search on real products with judged queries: how good, how fast.

    python -m benchmarks.search_quality DATA [--shop FOLDER] [--json]

DATA: a folder with `products.jsonl.gz` and `judgements-open.tsv`, as described in the README
of the icecat data. Builds an index in a temporary folder and searches every judged query; with
`--shop`, searches the shop of that data folder instead, into which `bin/jishi import products`
has brought the file, by the query that pages and the API use. Times are per query; `first`
when it is asked for the first time, before its answer is held.
"""

import argparse
import gzip
import json
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from jishi.insight.search.adapters.tantivy_index import TantivyIndex
from jishi.insight.search.rules.evaluation import ndcg
from jishi.insight.search.types import SearchDocument, SearchQuery
from jishi.surfaces.cli import start

MARKET = "us"
ROUNDS = 20
COMMON_WORDS = ("cable", "black", "usb", "printer", "battery", "notebook")
FACET_ATTRIBUTES = frozenset(
    (
        *("product_colour", "type", "product_type", "connector_gender", "print_technology"),
        *("processor_family", "cable_colour", "material", "form_factor", "internal_memory"),
    )
)


def main() -> None:
    arguments = _arguments()
    judgements = read_judgements(arguments.data / "judgements-open.tsv")
    if arguments.shop:
        report = measure_shop(arguments.shop, judgements)
    else:
        documents = list(read_documents(arguments.data / "products.jsonl.gz"))
        with tempfile.TemporaryDirectory() as folder:
            report = measure(TantivyIndex(Path(folder)), documents, judgements)
    if arguments.json:
        print(json.dumps(report))
    else:
        for name, value in report.items():
            print(f"{name:32} {value}")


def measure(
    index: TantivyIndex,
    documents: list[SearchDocument],
    judgements: dict[str, dict[UUID, int]],
) -> dict[str, float | int]:
    started = time.perf_counter()
    index.upsert(documents)
    index.commit()
    index_s = time.perf_counter() - started
    report: dict[str, float | int] = {
        "products": index.count(MARKET),
        "index_s": round(index_s, 2),
        "judged_queries": len(judgements),
        "ndcg_at_10": round(_mean_ndcg(index, judgements), 4),
    }
    report |= _latency("judged_query", lambda text: _ask(index, text), list(judgements))
    report |= _latency("common_word", lambda text: _ask(index, text), COMMON_WORDS)
    report |= _latency(
        "common_word_facets", lambda text: _ask(index, text, with_facets=True), COMMON_WORDS
    )
    return report


def measure_shop(folder: Path, judgements: dict[str, dict[UUID, int]]) -> dict[str, float | int]:
    """Ask the shop of a data folder; its products are known by the codes of the file."""
    start.use_data(folder)
    start.start()
    from jishi.goods.catalog import queries as catalog
    from jishi.insight.search import queries as search
    from jishi.surfaces.cli import imports_target

    judged = {product_id for grades in judgements.values() for product_id in grades}
    codes = [str(product_id.int) for product_id in judged]
    variants = catalog.find_variants_by_code(imports_target.merchant(None), codes)
    places = {ref.product_id: UUID(int=int(code)) for code, ref in variants.items()}

    def ask(text: str) -> list[UUID]:
        found = search.search(SearchQuery(market=MARKET, text=text, limit=24), locale="en")
        return [places.get(one, one) for one in found.result.product_ids]

    ask("warm")
    report: dict[str, float | int] = _latency("first", ask, list(judgements), rounds=1)
    grades = [ndcg(ask(text)[:10], grades) for text, grades in judgements.items()]
    report |= _latency("held", ask, list(judgements))
    return {
        "judged_products_in_shop": len(variants),
        "judged_queries": len(judgements),
        "ndcg_at_10": round(statistics.fmean(grades), 4),
    } | report


def read_documents(path: Path) -> Iterator[SearchDocument]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield _document(json.loads(line))


def read_judgements(path: Path) -> dict[str, dict[UUID, int]]:
    """Read grades by query and product; queries without any useful product are left out."""
    grades: dict[str, dict[UUID, int]] = defaultdict(dict)
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        query, product_id, grade = line.split("\t")
        grades[query][_product_id(product_id)] = int(grade)
    return {query: graded for query, graded in grades.items() if any(graded.values())}


def _document(product: dict) -> SearchDocument:
    attributes, keywords = {}, []
    for name, attribute in product["attributes"].items():
        value = attribute["value"]
        if attribute["type"] == "bool":
            keywords += [name.replace("_", " ")] if value else []
        elif name in FACET_ATTRIBUTES:
            attributes[name] = (_spelled(value),)
        else:
            keywords.append(_spelled(value))
    return SearchDocument(
        product_id=_product_id(product["id"]),
        code=product["mpn"] or "",
        titles={"en": product["title"]},
        brand=product["brand"] or "",
        brand_names=(product["brand"] or "",),
        market_codes=(MARKET,),
        attributes=attributes,
        keywords=tuple(keywords),
        description=product["description"] or "",
        price_minor={MARKET: product["price_minor"] or 0},
        created_at=datetime.fromisoformat(product["released"] or "2000-01-01").replace(tzinfo=UTC),
    )


def _spelled(value: str | float) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _product_id(number: str) -> UUID:
    return UUID(int=int(number))


def _ask(index: TantivyIndex, text: str, *, with_facets: bool = False, limit: int = 24) -> list:
    query = SearchQuery(market=MARKET, text=text, limit=limit, with_facets=with_facets)
    return list(index.search(query).product_ids)


def _mean_ndcg(index: TantivyIndex, judgements: dict[str, dict[UUID, int]]) -> float:
    return statistics.fmean(
        ndcg(_ask(index, text, limit=10), grades) for text, grades in judgements.items()
    )


def _latency(
    name: str,
    ask: Callable[[str], object],
    texts: list[str] | tuple[str, ...],
    *,
    rounds: int = ROUNDS,
) -> dict[str, float]:
    taken_ms = []
    for _ in range(rounds):
        for text in texts:
            started = time.perf_counter()
            ask(text)
            taken_ms.append((time.perf_counter() - started) * 1000)
    percentiles = statistics.quantiles(taken_ms, n=100)
    return {
        f"{name}_p50_ms": round(percentiles[49], 3),
        f"{name}_p99_ms": round(percentiles[98], 3),
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--shop", type=Path)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
