"""Thousands of hostile and broken files, each made from a seed and taken the whole way in."""
