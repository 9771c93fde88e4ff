"""The server's encrypted database: engines, the one writer, sealed columns, migrations."""
