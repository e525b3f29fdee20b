"""Talk: what people say on things, and what happened to them."""
