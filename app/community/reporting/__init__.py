"""Anybody says that something shouldn't stand here, and is told what came of it."""
