"""Papers: what they say can be read again, in Chinese and English, whatever it is."""

from django.utils import translation

from jishi.surfaces.design import papers
from tests.surfaces import pdf

ROWS = (("陶瓷茶杯 <b> & 龍", "2", "¥51.11"),)


def sheet(rows=ROWS, **more) -> papers.Sheet:
    table = papers.Table(("商品", "数量", "金额"), rows, (0.6, 0.2, 0.2), frozenset({1, 2}))
    return papers.Sheet("收据", "集市", (("订单号", "O26-1"),), (table,), **more)


def test_a_paper_says_what_it_was_given():
    parts = (
        papers.Columns((papers.Block("To", ("Zhang San",)), papers.Block("From", ("W1",)))),
        papers.Sums((("Goods", "¥60.00"),), ("Total", "¥51.11"), (("Given back", "¥1.00"),)),
        papers.Barcode("S26-000012"),
    )
    body = papers.write(
        [papers.Sheet("Receipt", "Jishi", (("Order", "O26-1"),), parts, note="Not an invoice.")],
        title="Receipt O26-1",
        language="en",
    )
    assert pdf.text_of(body) == (
        "JishiReceiptOrderO26-1ToZhang SanFromW1"
        "Goods¥60.00Total¥51.11Given back¥1.00S26-000012Not an invoice."
    )
    assert b"/Lang (en)" in body


def test_chinese_is_set_and_markup_in_names_is_only_text():
    body = papers.write([sheet()], title="收据", language="zh-hans")
    assert pdf.text_of(body) == "集市收据订单号O26-1商品数量金额陶瓷茶杯 <b> & 龍2¥51.11"


def test_what_no_face_has_loses_its_marks_or_becomes_a_box():
    body = papers.write([sheet((("Lúdź 𠮷 😀", "1", "€1"),))], title="x", language="en")
    assert "Lúdz □ □" in pdf.text_of(body)


def test_a_long_table_goes_on_with_its_head_and_counts_pages():
    with translation.override("en"):
        body = papers.write([sheet(ROWS * 90), sheet()], title="x", language="en")
    text = pdf.text_of(body)
    assert pdf.pages_of(body) == 4
    assert text.count("商品") == 4
    assert "Page 1 of 4" in text
    assert "Page 4 of 4" in text


def test_a_single_page_is_not_counted():
    assert "Page" not in pdf.text_of(papers.write([sheet()], title="x", language="en"))
