"""Chinese government reports on information disclosure as tidy, checked, traceable data."""
