"""Questions as an attacker or a broken client would ask them, for hypothesis to make and to shrink."""

from hypothesis import strategies as st

CONTROLS = "".join(map(chr, [*range(32), 127, *range(128, 160)]))
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
INVISIBLE = "\u00ad\u034f\u180e\u200b\u200c\u200d\u2060\ufe0f\ufeff\U000e0001\U000e0041"
MARKS = "\u0300\u0301\u0327\u0489\u05b0\u064b\u0e34\u0e49\u20dd\u3099"
EDGES = "\ufffd\ufffe\uffff\U0010ffff\ud800\udfff\U0001f468\u200d\U0001f469"

OPERATORS = (
    'AND OR NOT ANDNOT ANDMAYBE REQUIRE title: text:* * ? ~ ~5 ^2 ^1e9 [a TO b] {a TO} \'a\' " "" ( ) (( )) && || ! + - / \\ '
    "(a+)+$ (.*)*x [[:alpha:]] (?P<n>a)(?P=n) \\d{1,99999} (?i) .{0,999999} a|*"
).split()

INJECTIONS = (
    "'; drop table document; --",
    "' or '1'='1",
    "1; attach database '/tmp/x' as x",
    "' union select text from document --",
    "{{7*7}}",
    "{{config}}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{x}}{% endfor %}",
    "${7*7}",
    "#{7*7}",
    "%(a)s %s %n %x",
    "{0.__class__}",
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "<!--#exec cmd='id'-->",
    "]]><x/>",
    "&lt;script&gt;",
    "+ADw-script+AD4-",
    "\r\nSet-Cookie: x=1\r\n\r\n<script>alert(1)</script>",
    "../../etc/passwd",
    "file:///etc/passwd",
    "$(id) `id` | id ; id",
    "\x00",
    "%00%0d%0a%2e%2e%2f",
    "__proto__",
    "null",
    "NaN",
    "-1e400",
)

PLAIN = (
    "微粒贷会起诉吗",
    "逾期",
    "Will they sue me?",
    "¿Me pueden demandar?",
    "督促されました",
    "هل يمكن مقاضاتي",
    "จะถูกฟ้องไหม",
    "ⅷ ﬃ ㍿",
    "İıſß",
)

PIECES = st.one_of(
    st.sampled_from(PLAIN),
    st.sampled_from(OPERATORS),
    st.sampled_from(INJECTIONS),
    st.text(st.sampled_from(CONTROLS + BIDI + INVISIBLE + EDGES), max_size=12),
    st.tuples(st.sampled_from("a贷กا"), st.text(st.sampled_from(MARKS), max_size=30)).map("".join),
    st.text(st.characters(), max_size=20),
    st.text(st.characters(categories=["Cs", "Co", "Cn", "Cf", "Mn", "Me", "Lo"]), max_size=12),
)

REPEATED = st.tuples(
    st.sampled_from([*MARKS, *BIDI, *"a贷 的1(\"'*\\<&", "ab", "a ", "贷款", "🏳️‍🌈", "(a+)+"]), st.integers(1, 600)
).map(lambda repeated: (repeated[0] * repeated[1])[:600])
"""One thing over and over, to twice the length that is allowed: 500 combining marks on one letter are among them."""

QUESTIONS = st.one_of(
    st.lists(PIECES, min_size=1, max_size=8).map("".join),
    st.lists(PIECES, min_size=1, max_size=8).map(" ".join),
    st.tuples(PIECES, REPEATED, PIECES).map("".join),
)
"""Lone surrogates are among them, which can only be sent in JSON."""
