"""Papers to keep or print, as PDF: receipts, certificates, packing slips.

pdf = papers.write([Sheet(...)], title=..., language=...)
"""

from jishi.surfaces.design.papers.answers import as_pdf
from jishi.surfaces.design.papers.types import Barcode, Block, Columns, Sheet, Sums, Table
from jishi.surfaces.design.papers.writing import write

__all__ = ["Barcode", "Block", "Columns", "Sheet", "Sums", "Table", "as_pdf", "write"]
