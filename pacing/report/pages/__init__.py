"""The pages of a report as blocks: which sentence, table and figure stands where."""
