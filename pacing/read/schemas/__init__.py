"""One description a database: its tables, their columns and units."""
