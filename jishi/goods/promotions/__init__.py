"""Coupons: who may claim them, where they apply, and what became of each."""
