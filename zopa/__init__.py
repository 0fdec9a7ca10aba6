"""Zone Of Possible Agreement."""
