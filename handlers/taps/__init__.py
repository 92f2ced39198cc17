"""Every button's value, by what it is about; tags differ over all of them."""
