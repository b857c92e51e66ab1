"""How the low-rank update of the bundled encoder was trained and measured; not part of the installed package."""
