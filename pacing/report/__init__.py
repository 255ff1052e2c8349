"""Assessments to pages, tables and data."""
