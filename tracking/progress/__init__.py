"""Figures and targets become progress: the method of docs/method.md, and nothing else."""
