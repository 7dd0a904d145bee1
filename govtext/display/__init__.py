"""How a report shows itself in a notebook and in a terminal."""
