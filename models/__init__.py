"""What an invoice is: tables and pure rules. No Telegram, no network, no settings, no clock."""
