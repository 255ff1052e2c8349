"""What published numbers, and the design numbers kept beside them, decide."""

from tests.constants.table import Table

TABLE = Table("reference")
