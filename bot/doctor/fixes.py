"""What to do about a finding, in words for somebody who writes no programs."""

from models.errors import N_

NO_TOKEN = N_(
    "Open @BotFather in Telegram, send /newbot, and put the token it gives you into .env as TELEGRAM_BOT_TOKEN."
)
WRONG_TOKEN = N_("Copy the token from @BotFather once more, whole, into .env as TELEGRAM_BOT_TOKEN.")
NO_TELEGRAM = N_("Check the internet connection of this computer, and TELEGRAM_API_URL in .env if it is set.")
NOT_REGISTERED = N_("Start the bot: it tells Telegram its WEBHOOK_URL. If it runs already, restart it.")
WEBHOOK_REFUSED = N_(
    "Open WEBHOOK_URL in a browser from outside: it must reach this bot by https, with a valid certificate."
)
SET_CLOCK = N_(
    "Switch on automatic time on this computer. On Debian and Ubuntu: sudo timedatectl set-ntp true"
)

DATABASE_URL = N_(
    "Set DATABASE_URL in .env, like sqlite:///var/sanad.db or postgresql://USER:PASSWORD@HOST/NAME."
)
NOT_WRITABLE = N_("Give the user who runs the bot the right to write the database file and its folder.")
NO_DATABASE = N_("Check that the database server runs, and name, user and password in DATABASE_URL.")
MIGRATE = N_("Run: sanad migrate")
NO_WAL = N_("Put the database file on a disk of this computer: a network folder cannot hold it safely.")
MAKE_ROOM = N_("Free some space on this disk, or move the database to a larger one.")
CLOSE_FILE = N_("Only its owner may read it. Run: chmod 600 .env")

SET_UP_EMAIL = N_(
    "To send by e-mail, put your mail server into .env: "
    "SMTP_HOST, SMTP_PORT, SMTP_USERNAME, SMTP_PASSWORD and MAIL_FROM."
)
CA_FILE = N_("SMTP_CA_FILE in .env must name a readable certificate file (PEM), or be empty.")
MAIL_LOGIN = N_("Check SMTP_USERNAME and SMTP_PASSWORD in .env; many mail services want an app password.")
MAIL_CERTIFICATE = N_(
    "Set SMTP_HOST in .env to the name in the mail server's certificate; for a private one set SMTP_CA_FILE."
)
MAIL_ENCRYPTION = N_(
    "Try SMTP_SECURITY=tls with SMTP_PORT=465 in .env, or ask your mail service for the right port."
)
NO_MAIL_SERVER = N_("Check SMTP_HOST and SMTP_PORT in .env, and that this computer may connect to that port.")

SET_UP_SMS = N_(
    "To send by SMS, put your Twilio account into .env: "
    "TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM."
)
SMS_LOGIN = N_(
    "Copy TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN once more from console.twilio.com into .env, "
    "and see there that the account is active."
)
NO_TWILIO = N_("Check the internet connection of this computer and status.twilio.com, then try again.")

INSTALL_FONTS = N_("Install the fonts. On Debian and Ubuntu: sudo apt install fonts-noto-core")
MEND_PDF = N_("Install the system packages that the installation guide lists for PDFs, then restart the bot.")
HTTPS = N_("Set PUBLIC_URL in .env to an address that starts with https://, served by your reverse proxy.")
PROXY = N_("Let PUBLIC_URL lead to this server: check its DNS name, the reverse proxy and the firewall.")

TRY_LATER = N_("Try again in a minute. If it stays like this, restart the bot and look into its log.")
REPORT = N_("This check itself broke. Please report it to the developers with the lines of the log.")
