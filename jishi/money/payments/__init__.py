"""Payment intents, captures, refunds, and the providers behind them."""
