"""The merchant's two books: the catalogue of products and the address book of customers."""
