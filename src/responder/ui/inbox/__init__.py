"""The inbox: sidebar, list, filters, selection."""
