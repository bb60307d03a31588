"""One module per verb, each with `run(arguments) -> exit status`."""
