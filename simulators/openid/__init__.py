"""An OpenID Connect provider: authorization code with PKCE, signed ID tokens, and faults."""
