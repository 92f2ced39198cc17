"""WeasyPrint, taught what our pages never need: every module here stands for something the engine does the long way."""
