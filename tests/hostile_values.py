"""A hundred values that somebody might type, paste or send to do harm. Source: security.md, "Input".

Bytes as they stand in a form's body; text is UTF-8. What would run in a browser carries CANARY.
"""

CANARY = "xcanary"
# A template engine that ran it, or a database that computed it, would answer 1337 times 1337.
COMPUTED = "1787569"

LIVE = (
    f"<script>{CANARY}()</script>",
    f'"><script src=//{CANARY}.example></script>',
    f"<img src=x onerror={CANARY}()>",
    f"<svg/onload={CANARY}()>",
    f"'><body onload={CANARY}()>",
    f"</textarea><script>{CANARY}()</script>",
    f"</title><script>{CANARY}()</script>",
    f'" autofocus onfocus="{CANARY}()',
    f"javascript:{CANARY}()",
    f"JaVaScRiPt&colon;{CANARY}()",
    f"data:text/html,<script>{CANARY}()</script>",
    f"<a href=javascript:{CANARY}()>here</a>",
    f"<iframe srcdoc='<script>{CANARY}()</script>'></iframe>",
    f"<math><mtext><style><img src onerror={CANARY}()></style></mtext></math>",
    f"<form action=//{CANARY}.example><button>here</button></form>",
    f"<meta http-equiv=refresh content='0;url=//{CANARY}.example'>",
    f"<base href=//{CANARY}.example>",
    f"<{CANARY} x=1>",
    f"&lt;script&gt;{CANARY}()&lt;/script&gt;",
    f"<!--{CANARY}--><script>{CANARY}()</script>",
    f"https://{CANARY}.example/?q=<script>{CANARY}()</script>",
    f'http://a"onmouseover={CANARY}()//',
)
COMPUTING = (
    "{{1337*1337}}",
    "${1337*1337}",
    "#{1337*1337}",
    "{% print(1337*1337) %}",
    "<%= 1337*1337 %>",
    "{{config.items()}}",
    "{{''.__class__.__mro__}}",
    "{0.__class__.__init__.__globals__}",
    "%(password_hash)s",
    "%s%s%s%n",
    "$(id)",
    "`id`",
    "; cat /etc/passwd",
    "|| (select 1337*1337) ||",
)
QUERYING = (
    "' or '1'='1",
    "'; drop table claim; --",
    '" or ""="',
    "1; select pg_sleep(9)",
    "1) union select password_hash from staff_member --",
    "') or 1=1 --",
    "\\'; vacuum; --",
    "%",
    "_______",
    '"word"* NEAR(a b',
    "AND OR NOT (",
    "*)(uid=*))(|(uid=*",
    "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
)
FORMULAS = (
    "=1+1",
    "=cmd|'/c calc'!A0",
    '=HYPERLINK("http://x.example","here")',
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
)
NUMBERS = (
    "-1",
    "0",
    "1_0",
    "１０",
    "٣",
    "1e9",
    "0x10",
    "1.5",
    "1,5",
    "nan",
    "inf",
    "2147483648",
    "9223372036854775808",
    "9" * 40,
    "9" * 5000,
    "1 or 1",
)
DAYS = (
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "1899-12-31",
    "2026-13-01",
    "13/32/26",
    "+999999999b",
    "-999999999b",
    "٢٠٢٦-٠١-٠١",
    "2026-11-24T00:00:00Z",
)
CHARACTERS: tuple[str | bytes, ...] = (
    "",
    " ",
    "\u200b\u200b",
    "\u2066\u202egnp.exe",
    "a\x00b",
    "\x1b[31mred",
    "line\r\nSet-Cookie: a=b",
    "\ufeffa",
    "\ufffe\uffff",
    "a" + "\u0301" * 500,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 50,
    "\u1e9b\u0323",
    b"\xff\xfe\xfa",
    b"\xed\xa0\x80",
    b"\xc0\xae\xc0\xae",
)
SHAPES: tuple[str | bytes, ...] = (
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "//evil.example",
    "/\\evil.example",
    "[" * 20_000,
    '{"a":' * 5_000,
    "x" * 25_000,
    "x" * 300_000,
    "word " * 5_000,
    "a" * 255 + "@example.org",
    "null",
    "undefined",
    "None",
    "true",
)
HOSTILE: tuple[str | bytes, ...] = (
    LIVE + COMPUTING + QUERYING + FORMULAS + NUMBERS + DAYS + CHARACTERS + SHAPES
)[:]
# One of each kind, those that found most in other programs.
FEW: tuple[str | bytes, ...] = (
    LIVE[1],
    LIVE[7],
    COMPUTING[0],
    QUERYING[1],
    FORMULAS[1],
    NUMBERS[12],
    DAYS[2],
    CHARACTERS[4],
    CHARACTERS[12],
    SHAPES[6],
)
