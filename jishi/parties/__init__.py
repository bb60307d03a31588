"""Who takes part: people, sellers, and the apps that act for them."""
