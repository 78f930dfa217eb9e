"""A key that stands twice drops nothing in silence: the message is refused, and so kept."""

from __future__ import annotations

import gzip
import json

import msgpack
import pytest

from core.wire import WireError, peek, read_message

HEAD = '"stream":"9f2c","seq":3,"sent":5'
A1 = '"A":{"t":[1],"v":[2.0]}'
A2 = '"A":{"t":[60001],"v":[3.0],"q":[0]}'
REPEATED = {
    "a point twice in series": f'{{{HEAD},"series":{{{A1},{A2}}}}}',
    "the same bytes twice": f'{{{HEAD},"series":{{{A1},{A1}}}}}',
    "written apart": f'{{ {HEAD}, "series" : {{ {A1.replace(":", " : ")}, {A2} }} }}',
    "values twice": f'{{{HEAD},"series":{{"A":{{"t":[1],"v":[2.0],"v":[3.0]}}}}}}',
    "qualities twice": f'{{{HEAD},"series":{{"A":{{"t":[1],"v":[2.0],"q":[0],"q":[1]}}}}}}',
    "series twice": f'{{{HEAD},"series":{{{A1}}},"series":{{{A2}}}}}',
    "seq twice": f'{{{HEAD},"seq":4,"series":{{{A1}}}}}',
    "escaped": f'{{{HEAD},"series":{{{A1},"\\u0041":{{"t":[2],"v":[3.0]}}}}}}',
    "rows: value twice": f'{{{HEAD},"readings":[{{"p":"A","t":1,"v":1,"v":2}}]}}',
    "rows: quality twice": f'{{{HEAD},"readings":[{{"p":"A","t":1,"v":1,"q":0,"q":1}}]}}',
    "rows: readings twice": f'{{{HEAD},"readings":[{{"p":"A","t":1,"v":1}}],"readings":[]}}',
    "beside a bad reading": f'{{{HEAD},"series":{{"A":{{"t":[1],"v":[null]}},{A2}}}}}',
}


def pack_pairs(value: object) -> bytes:
    """MessagePack of what `json.loads` gives as lists of pairs, repeated keys and all."""
    packer = msgpack.Packer()
    if isinstance(value, Pairs):
        body = b"".join(packer.pack(key) + pack_pairs(item) for key, item in value)
        return packer.pack_map_header(len(value)) + body
    if isinstance(value, list):
        return packer.pack_array_header(len(value)) + b"".join(map(pack_pairs, value))
    return bytes(packer.pack(value))


class Pairs(list[tuple[str, object]]):
    """The pairs of an object."""


@pytest.mark.parametrize("text", REPEATED.values(), ids=REPEATED)
@pytest.mark.parametrize("form", ["json", "gzip", "MessagePack"])
def test_a_repeated_key_refuses_the_message(text: str, form: str) -> None:
    payload = {
        "json": text.encode(),
        "gzip": gzip.compress(text.encode()),
        "MessagePack": pack_pairs(json.loads(text, object_pairs_hook=Pairs)),
    }[form]
    with pytest.raises(WireError, match=r"bad_structure: the key '\w+' stands twice"):
        read_message(payload)
    assert peek(payload) in {("9f2c", 3), ("9f2c", 4)}


@pytest.mark.parametrize(
    "text",
    [
        f'{{{HEAD},"series":{{{A1},"B":{{"t":[1],"v":[2.0]}}}}}}',
        f'{{{HEAD},"series":{{"t":{{"t":[1],"v":[2.0]}},"v":{{"t":[1],"v":[2.0]}}}}}}',
        f'{{{HEAD},"note":{{"t":1,"x":{{"t":2}}}},"series":{{{A1},"B":{{"t":[1],"v":[2.0]}}}}}}',
        f'{{{HEAD},"readings":[{{"p":"q","t":1,"v":1,"q":0}},{{"p":"q","t":2,"v":1}}]}}',
        f'{{{HEAD},"readings":[{{"p":"A","t":1,"v":1,"x":1}},{{"p":"A","t":2,"v":1,"q":1}}]}}',
    ],
)
@pytest.mark.parametrize("form", ["json", "MessagePack"])
def test_what_only_looks_repeated_is_taken(text: str, form: str) -> None:
    document = json.loads(text)
    payload = text.encode() if form == "json" else msgpack.packb(document)
    assert len(read_message(payload).value) == 2
