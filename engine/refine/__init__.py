"""From a map to one without specks and gaps: filters, threshold, patches."""
