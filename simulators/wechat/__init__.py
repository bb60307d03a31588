"""WeChat's website login: a QR page, codes, tokens and who scanned, with faults."""
