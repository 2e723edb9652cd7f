"""Water on and in the slope: storms, what soaks in, runoff; nothing here knows of stability."""
