"""A team of twelve and a quarter of their meetings, played by the engine, so that every page has something to see."""
