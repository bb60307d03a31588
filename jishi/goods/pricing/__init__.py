"""Price lists, and the quote: from the list price to the amount to pay, step by step."""
