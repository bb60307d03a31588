"""Crash proofs: shoppers race for scarce goods while workers are killed; then all must add up."""
