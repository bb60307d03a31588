"""The measured paths: what shoppers read, what they do, and the machinery behind both."""
