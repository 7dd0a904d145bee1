"""From a document to a reading: sections, tables, identity, claims."""
