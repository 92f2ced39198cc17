"""From a frozen invoice to what people read: PDF, e-mail, SMS."""
