"""What operators may set for accounts."""

from jishi.foundation.platform.preferences import between, declare

CODE_LIFETIME_S = declare(
    "accounts.code_lifetime_s",
    300,
    "How long a verification code is valid, in seconds.",
    check=between(60, 3600),
)
CODE_RESEND_S = declare(
    "accounts.code_resend_s",
    60,
    "How long to wait before another code can be asked for, in seconds.",
    check=between(10, 600),
)
CODES_PER_DAY = declare(
    "accounts.codes_per_day",
    10,
    "How many codes one phone number or e-mail address gets in 24 hours.",
    check=between(1, 100),
)
CODES_PER_IP_HOUR = declare(
    "accounts.codes_per_ip_hour",
    30,
    "How many codes one IP address may ask for in an hour.",
    check=between(1, 10_000),
)
CODES_PER_DEVICE_HOUR = declare(
    "accounts.codes_per_device_hour",
    10,
    "How many codes one browser or account may ask for in an hour.",
    check=between(1, 1000),
)
CODE_ATTEMPTS = declare(
    "accounts.code_attempts",
    5,
    "How often one code may be tried.",
    check=between(1, 20),
)
SIGN_IN_FAILURES = declare(
    "accounts.sign_in_failures",
    5,
    "After how many wrong passwords in a row an account is locked for a while.",
    check=between(3, 50),
)
SIGN_IN_FAILURES_PER_IP = declare(
    "accounts.sign_in_failures_per_ip",
    50,
    "After how many wrong passwords an IP address is locked for a while.",
    check=between(5, 10_000),
)
SIGN_IN_LOCK_S = declare(
    "accounts.sign_in_lock_s",
    900,
    "How long the first lock lasts, in seconds; each further one lasts twice as long.",
    check=between(60, 86_400),
)
SESSION_DAYS = declare(
    "accounts.session_days",
    30,
    "After how many days without a visit a device is signed out.",
    check=between(1, 365),
)
ADDRESS_LIMIT = declare(
    "accounts.address_limit",
    30,
    "How many addresses one address book holds.",
    check=between(20, 50),
)
CLOSE_AFTER_DAYS = declare(
    "accounts.close_after_days",
    7,
    "How many days after the request an account is made anonymous; the law allows 15.",
    check=between(0, 15),
)
BIRTHDAY_CHANGE_DAYS = declare(
    "accounts.birthday_change_days",
    365,
    "How many days must lie between two corrections of a birthday.",
    check=between(1, 3650),
)
BLOCKED_WORDS = declare(
    "accounts.blocked_words",
    ["管理员", "客服", "官方", "admin", "official"],
    "Words that no nickname may have; upper and lower case are the same.",
)
SMS_TEMPLATE_CODE = declare(
    "accounts.sms_template_code",
    "",
    "The provider's code of the approved text message that carries a verification code.",
)
CHALLENGE_FAILURES = declare(
    "accounts.challenge_failures",
    3,
    "After how many wrong passwords an account's next sign-in asks for a captcha; 0 for never.",
    check=between(0, 50),
)
CHALLENGE_FAILURES_PER_IP = declare(
    "accounts.challenge_failures_per_ip",
    10,
    "After how many wrong passwords an IP address is asked for a captcha; 0 for never.",
    check=between(0, 10_000),
)
CHALLENGE_CODES_BP = declare(
    "accounts.challenge_codes_bp",
    7000,
    "From which share of a limit of codes on a captcha is asked for, in basis points; 0 for never.",
    check=between(0, 10_000),
)
CHALLENGE_REGISTRATIONS = declare(
    "accounts.challenge_registrations",
    3,
    "After how many new accounts in a day an IP address is asked for a captcha; 0 for never.",
    check=between(0, 10_000),
)
PAYMENT_PASSWORD_TRIES = declare(
    "accounts.payment_password_tries",
    5,
    "After how many wrong payment passwords they are refused for a while.",
    check=between(3, 10),
)
PAYMENT_PASSWORD_LOCK_S = declare(
    "accounts.payment_password_lock_s",
    10_800,
    "How long wrong payment passwords lock it, in seconds.",
    check=between(600, 86_400),
)
FREE_PAY_MAX_MINOR = declare(
    "accounts.free_pay_max_minor",
    100_000,
    "The most that one payment without a password may be set to, in minor units.",
    check=between(0, 100_000),
)
FREE_PAY_DAY_MAX_MINOR = declare(
    "accounts.free_pay_day_max_minor",
    300_000,
    "The most that a day's payments without a password may be set to, in minor units.",
    check=between(0, 1_000_000),
)
