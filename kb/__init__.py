"""A knowledge base of recovery experience: documents in, cited answers out."""
