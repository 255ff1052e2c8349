"""Many people at once: from folders to a Parquet dataset, on processes of this machine or on a cluster."""
