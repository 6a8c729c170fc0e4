"""One report made of results, and its views: pages (PDF), slides (PPTX) and a workbook (XLSX)."""
