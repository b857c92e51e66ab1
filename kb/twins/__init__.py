"""Documents that belong together: copies, newer versions, and one text in several languages, passage by passage."""
