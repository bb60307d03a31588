"""Activities in the consoles of merchants and operators: one set of words, forms and pages."""
