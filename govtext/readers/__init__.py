"""From bytes to a document; the kind is told by content."""
