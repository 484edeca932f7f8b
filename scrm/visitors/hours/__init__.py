"""When somebody is there to answer a website's visitors."""
