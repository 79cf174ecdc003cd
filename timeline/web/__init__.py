"""The page: a timeline to look at, as one file or served live, and the read-only JSON interface beside it.

``columns``, ``versions`` and ``evidence`` make the data, ``page`` the file, ``server`` and ``api`` the service;
``assets/`` holds what the browser runs: plain JavaScript, one file for each part of the page.
"""
