"""From files to passages with exact places: read, split, describe, embed, commit."""
